import { useQueryClient } from "@tanstack/react-query";
import { api, type Category, type Event, keys } from "@tessera/client";
import { cleanText, LocalizedInput, pickText } from "@tessera/ui";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import { handOn, useFollow } from "../lib/overtaken";
import { categoriesQuery } from "../lib/queries";
import { localized, requiredText } from "../lib/schemas";

const schema = z.object({ name: requiredText("Enter the category's name"), description: localized });

type Values = z.infer<typeof schema>;

const valuesOf = (category: Category | undefined): Values => ({
  name: category?.name ?? {},
  description: category?.description ?? {},
});

const labels = { name: "Name", description: "A line below it" };

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
  const of = useApiForm<Values>({
    schema,
    defaultValues: valuesOf(category),
    labels,
    onSubmit: async (values) => {
      const { name, description } = values;
      const body = { name: cleanText(name, event.locales), description: cleanText(description, event.locales) };
      if (category)
        await api
          .PATCH("/api/v1/organisations/{org}/events/{event}/categories/{category}", {
            params: { path: { ...path, category: category.id } },
            body,
            ifMatch: category.version,
          })
          .catch(handOn(of.form, values, labels, storedNow));
      else await api.POST("/api/v1/organisations/{org}/events/{event}/categories", { params: { path }, body });
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, valuesOf(category));
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...categoriesQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === category?.id);
    return now && valuesOf(now);
  };
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
