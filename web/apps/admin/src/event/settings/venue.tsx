import type { Event } from "@tessera/client";
import { Field, Textarea, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { SaveBar } from "../../lib/saved";
import { webAddress } from "../../lib/schemas";
import { useEventForm } from "./use-event-form";

const schema = z.object({ venue_name: z.string(), venue_address: z.string(), online_url: webAddress });

/** Where it takes place: a house, an address on the web, or both. */
export function VenueSettings({ org, event }: { org: string; event: Event }) {
  const { form, submit, summary, busy, errorOf, saved } = useEventForm({
    org,
    event,
    schema,
    valuesOf: ({ venue_name, venue_address, online_url }) => ({ venue_name, venue_address, online_url }),
    patchOf: (values) => values,
    labels: { venue_name: "Venue", venue_address: "Address", online_url: "Online address" },
  });
  return (
    <Section id="venue" title="Place">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Venue" name="venue_name" optional error={errorOf("venue_name")}>
          <TextInput {...form.register("venue_name")} autoComplete="off" />
        </Field>
        <Field
          label="Address"
          name="venue_address"
          optional
          hint="As on a letter; any country's order."
          error={errorOf("venue_address")}
        >
          <Textarea {...form.register("venue_address")} rows={3} autoComplete="off" />
        </Field>
        <Field
          label="Online address"
          name="online_url"
          optional
          hint="Where to take part, when it is online as well or only."
          error={errorOf("online_url")}
        >
          <TextInput {...form.register("online_url")} type="url" autoComplete="off" spellCheck={false} />
        </Field>
        <SaveBar busy={busy} saved={saved} label="Save place" />
      </form>
    </Section>
  );
}
