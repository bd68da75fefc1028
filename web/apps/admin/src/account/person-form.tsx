import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Session } from "@tessera/client";
import { Field, Select, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { SaveBar, useSaved } from "../lib/saved";
import { required } from "../lib/schemas";

/** The languages that mails about an account are written in, each by its own name. */
const languages = { en: "English", de: "Deutsch", ar: "العربية" } as const;

const schema = z.object({ name: required("Enter your name"), locale: z.string() });

/** How one is called, and the language of the mails about one's account. */
export function PersonForm({ person }: { person: Session["person"] }) {
  const client = useQueryClient();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: person.name, locale: person.locale },
    onSubmit: async (body) => {
      client.setQueryData(keys.session(), await api.PATCH("/api/v1/me", { body }));
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  const other = !(person.locale in languages);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field label="Name" name="name" hint="Your team sees it, and who you invite." error={errorOf("name")}>
        <TextInput {...form.register("name")} autoComplete="name" />
      </Field>
      <Field label="Language" name="locale" hint="Of the mails about your account." error={errorOf("locale")}>
        <Select {...form.register("locale")}>
          {other && <option value={person.locale}>{person.locale}</option>}
          {Object.entries(languages).map(([locale, name]) => (
            <option key={locale} value={locale} lang={locale}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <SaveBar busy={busy} saved={saved} />
    </form>
  );
}
