import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import {
  addMinutes,
  Button,
  buttonClass,
  Combobox,
  cleanText,
  Field,
  LocalizedInput,
  TextInput,
  wallToInstant,
} from "@tessera/ui";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Page } from "../app/page";
import { useApiForm } from "../lib/api-form";
import { browserZone, zoneOptions } from "../lib/choices";
import { eventsQuery, organisationQuery } from "../lib/queries";
import { localized, required, requiredText, wallTime } from "../lib/schemas";
import { useUnsavedWarning } from "../lib/unsaved";
import { CurrencyField } from "./currency-field";
import { DateTime } from "./date-time";
import { FromTemplate } from "./from-template";
import { LanguagesField } from "./languages-field";
import { suggestTimes, type TemplateKey } from "./templates";

const schema = z
  .object({
    locales: z.array(z.string()).check(z.minLength(1, "Choose at least one language")),
    name: requiredText("Enter the event's name"),
    summary: localized,
    zone: required("Choose the time zone"),
    starts: wallTime("Enter when the event starts"),
    ends: wallTime("Enter when the event ends"),
    venue_name: z.string(),
    currency: required("Choose the currency"),
  })
  .check(
    z.refine(({ starts, ends }) => !starts || !ends || ends > starts, {
      path: ["ends"],
      message: "The end has to be after the start",
    }),
  );

/** The shortest way to an event: name, when, where, currency. Everything else waits in the checklist. */
export function NewEventPage({ org, template }: { org: string; template: TemplateKey | undefined }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: organisation } = useSuspenseQuery(organisationQuery(org));
  const { data: events } = useSuspenseQuery(eventsQuery(org));
  const latest = events.items[0];
  const times = useMemo(() => suggestTimes(template), [template]);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      locales: organisation.locales.length > 0 ? organisation.locales : ["en"],
      name: {},
      summary: {},
      zone: latest?.zone ?? browserZone(),
      ...times,
      venue_name: "",
      currency: latest?.currency ?? "EUR",
    },
    rename: { starts_at: "starts", ends_at: "ends" },
    onSubmit: async ({ name, summary: intro, starts, ends, ...values }) => {
      const event = await api.POST("/api/v1/organisations/{org}/events", {
        params: { path: { org } },
        body: {
          ...values,
          name: cleanText(name, values.locales),
          summary: cleanText(intro, values.locales),
          starts_at: wallToInstant(starts ?? "", values.zone),
          ends_at: wallToInstant(ends ?? "", values.zone),
        },
      });
      await client.invalidateQueries({ queryKey: keys.organisation(org) });
      await navigate({ to: "/$org/events/$event", params: { org, event: event.slug } });
    },
  });
  useUnsavedWarning(form.formState.isDirty);
  const locales = form.watch("locales");
  const zone = form.watch("zone");
  const zones = useMemo(() => zoneOptions(zone), [zone]);

  const onStart = (starts: string | null) => {
    const ends = form.getValues("ends");
    if (starts && (!ends || ends <= starts)) form.setValue("ends", addMinutes(starts, 180));
  };

  return (
    <Page title="New event" width="form" subtitle="A draft that nobody sees until you publish it.">
      <FromTemplate org={org} locale={organisation.locales[0]} />
      <form onSubmit={submit} noValidate className="flex max-w-xl flex-col gap-6">
        {summary}
        <Controller
          control={form.control}
          name="locales"
          render={({ field }) => (
            <LanguagesField value={field.value} onChange={field.onChange} error={errorOf("locales")} />
          )}
        />
        <Field label="Name" name="name" error={errorOf("name")}>
          <Controller
            control={form.control}
            name="name"
            render={({ field: { ref: _, ...field } }) => <LocalizedInput {...field} locales={locales} />}
          />
        </Field>
        <Field
          label="In one sentence"
          name="summary"
          optional
          hint="Shown under the name and in link previews."
          error={errorOf("summary")}
        >
          <Controller
            control={form.control}
            name="summary"
            render={({ field: { ref: _, ...field } }) => <LocalizedInput {...field} locales={locales} />}
          />
        </Field>
        <Field
          label="Time zone"
          name="zone"
          hint="Guests see all times in this zone, and in their own where it differs."
          error={errorOf("zone")}
          className="max-w-md"
        >
          <Controller
            control={form.control}
            name="zone"
            render={({ field }) => (
              <Combobox options={zones} value={field.value} onChange={(value) => field.onChange(value ?? "")} />
            )}
          />
        </Field>
        <Field label="Starts" name="starts" group error={errorOf("starts")}>
          <Controller
            control={form.control}
            name="starts"
            render={({ field }) => (
              <DateTime
                value={field.value}
                zone={zone}
                onChange={(value) => {
                  field.onChange(value);
                  onStart(value);
                }}
              />
            )}
          />
        </Field>
        <Field label="Ends" name="ends" group error={errorOf("ends")}>
          <Controller
            control={form.control}
            name="ends"
            render={({ field }) => <DateTime value={field.value} zone={zone} onChange={field.onChange} />}
          />
        </Field>
        <Field
          label="Place"
          name="venue_name"
          optional
          hint="The name of the house; the address follows in the settings."
          error={errorOf("venue_name")}
        >
          <TextInput {...form.register("venue_name")} autoComplete="off" />
        </Field>
        <Controller
          control={form.control}
          name="currency"
          render={({ field }) => (
            <CurrencyField
              value={field.value}
              onChange={field.onChange}
              hint="Of every price. It stays once somebody has paid."
              error={errorOf("currency")}
            />
          )}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={busy}>
            Create event
          </Button>
          <Link to="/$org" params={{ org }} className={buttonClass({ variant: "quiet" })}>
            Cancel
          </Link>
        </div>
      </form>
    </Page>
  );
}
