import type { Event } from "@tessera/client";
import { Checkbox } from "@tessera/ui";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { SaveBar } from "../../lib/saved";
import { useEventForm } from "./use-event-form";

const schema = z.object({ template: z.boolean() });

/** Whether events are made from it instead of selling it; for what never was public. */
export function TemplateSettings({ org, event }: { org: string; event: Event }) {
  const { form, submit, summary, busy, saved } = useEventForm({
    org,
    event,
    schema,
    valuesOf: ({ template }) => ({ template }),
    patchOf: (values) => values,
    labels: { template: "Template" },
  });
  return (
    <Section id="template" title="Template">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Checkbox
          label="This is a template"
          hint="Never public; it waits under “New event” for events to be made from it."
          {...form.register("template")}
        />
        <SaveBar busy={busy} saved={saved} label="Save" />
      </form>
    </Section>
  );
}
