import { useQueryClient } from "@tanstack/react-query";
import { api, type Category, type Event, keys } from "@tessera/client";
import { cleanText, LocalizedInput, pickText } from "@tessera/ui";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import { localized, requiredText } from "../lib/schemas";

const schema = z.object({ name: requiredText("Enter the category's name"), description: localized });

interface Props {
  org: string;
  event: Event;
  /** Undefined makes a new one. */
  category: Category | undefined;
  onClose: () => void;
}

/** A heading on the event page under which tickets stand. */
export default function CategoryEditor({ org, event, category, onClose }: Props) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const of = useApiForm({
    schema,
    defaultValues: { name: category?.name ?? {}, description: category?.description ?? {} },
    onSubmit: async ({ name, description }) => {
      const body = { name: cleanText(name, event.locales), description: cleanText(description, event.locales) };
      if (category)
        await api.PATCH("/api/v1/organisations/{org}/events/{event}/categories/{category}", {
          params: { path: { ...path, category: category.id } },
          body,
        });
      else await api.POST("/api/v1/organisations/{org}/events/{event}/categories", { params: { path }, body });
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  return (
    <EditorDrawer
      of={of}
      title={category ? pickText(category.name, event.locales[0]) : "New category"}
      description="A heading on the event page, with tickets under it."
      save="Save category"
      onClose={onClose}
    >
      <FormField of={of} name="name" label="Name">
        {(field) => <LocalizedInput {...field} locales={event.locales} placeholder="Camping" />}
      </FormField>
      <FormField of={of} name="description" label="A line below it" optional>
        {(field) => <LocalizedInput {...field} locales={event.locales} multiline rows={2} />}
      </FormField>
    </EditorDrawer>
  );
}
