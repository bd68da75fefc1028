import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type Event, keys } from "@tessera/client";
import { Button, Checkbox, cleanText, Dialog, Field, instantToWall, LocalizedInput, wallToInstant } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { useCan } from "../app/permissions";
import { useApiForm } from "../lib/api-form";
import { requiredText, wallTime } from "../lib/schemas";
import { DateTime } from "./date-time";

const schema = z.object({
  name: requiredText("Enter the new event's name"),
  starts: wallTime("Enter when the new event starts"),
  vouchers: z.boolean(),
  template: z.boolean(),
});

interface Props {
  org: string;
  event: Pick<Event, "slug" | "name" | "locales" | "zone" | "starts_at" | "template">;
  onClose: () => void;
}

/** The same event again, or one from a template: its name and when it starts; everything else comes along. */
export default function CopyEvent({ org, event, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayVouchers = useCan("catalogue.edit");
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      name: event.name,
      starts: instantToWall(event.starts_at, event.zone),
      vouchers: false,
      template: false,
    },
    rename: { starts_at: "starts" },
    labels: { name: "Name", starts: "Starts" },
    onSubmit: async ({ name, starts, vouchers, template }) => {
      const copy = await api.POST("/api/v1/organisations/{org}/events/{event}/copies", {
        params: { path: { org, event: event.slug } },
        body: {
          name: cleanText(name, event.locales),
          starts_at: wallToInstant(starts ?? "", event.zone),
          vouchers,
          template,
        },
      });
      await client.invalidateQueries({ queryKey: keys.organisation(org) });
      onClose();
      await navigate({ to: "/$org/events/$event", params: { org, event: copy.slug } });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={event.template ? "New event from this template" : "Copy this event"}
      description="Texts, cover, settings, tickets, limits, prices and check-in lists come along; orders and people do not."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="copy-event" busy={busy}>
            Create draft
          </Button>
        </>
      }
    >
      <form id="copy-event" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Name" name="name" error={errorOf("name")}>
          <Controller
            control={form.control}
            name="name"
            render={({ field: { ref: _, ...field } }) => <LocalizedInput {...field} locales={event.locales} />}
          />
        </Field>
        <Field
          label="Starts"
          name="starts"
          group
          hint="The end, the doors and all fixed dates of the sale move along."
          error={errorOf("starts")}
        >
          <Controller
            control={form.control}
            name="starts"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={event.zone} />}
          />
        </Field>
        {mayVouchers && (
          <Checkbox label="With its vouchers" hint="The same codes, not used yet." {...form.register("vouchers")} />
        )}
        <Checkbox
          label="As a template"
          hint="Never public; it waits under “New event” for events to be made from it."
          {...form.register("template")}
        />
      </form>
    </Dialog>
  );
}
