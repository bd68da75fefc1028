import type { Event } from "@tessera/client";
import { Combobox, Field, instantToWall, wallToInstant } from "@tessera/ui";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { useApiForm } from "../../lib/api-form";
import { zoneOptions } from "../../lib/choices";
import { SaveBar, useSaved } from "../../lib/saved";
import { required, wallTime } from "../../lib/schemas";
import { DateTime } from "../date-time";
import { useSaveEvent } from "./use-event-form";

const schema = z
  .object({
    zone: required("Choose the time zone"),
    starts: wallTime("Enter when the event starts"),
    ends: wallTime("Enter when the event ends"),
    doors: z.nullable(z.string()),
  })
  .check(
    z.refine(({ starts, ends }) => !starts || !ends || ends > starts, {
      path: ["ends"],
      message: "The end has to be after the start",
    }),
    z.refine(({ starts, doors }) => !starts || !doors || doors <= starts, {
      path: ["doors"],
      message: "The doors have to open before the start",
    }),
  );

/** When it is, as the clock at the place shows. */
export function TimeSettings({ org, event }: { org: string; event: Event }) {
  const save = useSaveEvent(org, event);
  const wall = (instant: string | null | undefined) => (instant ? instantToWall(instant, event.zone) : null);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      zone: event.zone,
      starts: wall(event.starts_at),
      ends: wall(event.ends_at),
      doors: wall(event.doors_at),
    },
    rename: { starts_at: "starts", ends_at: "ends", doors_at: "doors" },
    onSubmit: async ({ zone, starts, ends, doors }) => {
      await save({
        zone,
        starts_at: wallToInstant(starts ?? "", zone),
        ends_at: wallToInstant(ends ?? "", zone),
        doors_at: doors ? wallToInstant(doors, zone) : null,
      });
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  const zone = form.watch("zone");
  const zones = useMemo(() => zoneOptions(zone), [zone]);
  return (
    <Section id="dates" title="Date and time">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Time zone" name="zone" error={errorOf("zone")} className="max-w-md">
          <Controller
            control={form.control}
            name="zone"
            render={({ field }) => (
              <Combobox options={zones} value={field.value} onChange={(value) => field.onChange(value ?? "")} />
            )}
          />
        </Field>
        <Field label="Doors open" name="doors" group optional error={errorOf("doors")}>
          <Controller
            control={form.control}
            name="doors"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <Field label="Starts" name="starts" group error={errorOf("starts")}>
          <Controller
            control={form.control}
            name="starts"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <Field label="Ends" name="ends" group error={errorOf("ends")}>
          <Controller
            control={form.control}
            name="ends"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={zone} />}
          />
        </Field>
        <SaveBar busy={busy} saved={saved} label="Save times" />
      </form>
    </Section>
  );
}
