import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Session } from "@tessera/client";
import { Field, languageName, Select, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { SaveBar, useSaved } from "../lib/saved";
import { required } from "../lib/schemas";

const schema = z.object({ name: required("Enter your name"), locale: z.string() });

/** The languages that mails to members are written in. */
const languages = ["en", "de", "ar"];

/** How others see one, and the language of mails. */
export function ProfileForm({ person }: { person: Session["person"] }) {
  const client = useQueryClient();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: person.name, locale: person.locale },
    onSubmit: async (body) => {
      await api.PATCH("/api/v1/me", { body });
      markSaved();
      await client.invalidateQueries({ queryKey: keys.session() });
    },
  });
  const { saved, markSaved } = useSaved(form);
  const known = languages.includes(person.locale) ? languages : [person.locale, ...languages];
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field label="Name" name="name" error={errorOf("name")}>
        <TextInput {...form.register("name")} autoComplete="name" dir="auto" />
      </Field>
      <Field label="Language of mails to you" name="locale" error={errorOf("locale")} className="max-w-64">
        <Select {...form.register("locale")}>
          {known.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {languageName(locale)}
            </option>
          ))}
        </Select>
      </Field>
      <SaveBar busy={busy} saved={saved} />
    </form>
  );
}
