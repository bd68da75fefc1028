import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Organisation } from "@tessera/client";
import { cleanText, Field, LocalizedInput, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Page } from "../app/page";
import { LanguagesField } from "../event/languages-field";
import { useApiForm } from "../lib/api-form";
import { SaveBar, useSaved } from "../lib/saved";
import { emailAddress, localized, required, webAddress } from "../lib/schemas";

const schema = z.object({
  name: required("Enter the name of your organisation"),
  contact_email: emailAddress,
  website: webAddress,
  locales: z.array(z.string()).check(z.minLength(1, "Choose at least one language")),
  about: localized,
});

/** How guests see the organisation, and what new events start with. */
export function OrganisationSettingsPage({ organisation }: { organisation: Organisation }) {
  const client = useQueryClient();
  const { slug } = organisation;
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      name: organisation.name,
      contact_email: organisation.contact_email,
      website: organisation.website ?? "",
      locales: organisation.locales,
      about: organisation.about,
    },
    onSubmit: async (values) => {
      const saved = await api.PATCH("/api/v1/organisations/{org}", {
        params: { path: { org: slug } },
        body: { ...values, website: values.website || null, about: cleanText(values.about, values.locales) },
      });
      client.setQueryData(keys.organisation(slug), saved);
      await client.invalidateQueries({ queryKey: keys.session() });
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  const locales = form.watch("locales");
  return (
    <Page title="Organisation settings" width="form">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Name" name="name" error={errorOf("name")}>
          <TextInput {...form.register("name")} autoComplete="organization" />
        </Field>
        <div id="contact" className="scroll-mt-20">
          <Field
            label="Contact email"
            name="contact_email"
            hint="Guests see it on the event page and answer to it."
            error={errorOf("contact_email")}
          >
            <TextInput {...form.register("contact_email")} type="email" autoComplete="email" spellCheck={false} />
          </Field>
        </div>
        <Field label="Website" name="website" optional error={errorOf("website")}>
          <TextInput
            {...form.register("website")}
            type="url"
            autoComplete="url"
            spellCheck={false}
            placeholder="https://"
          />
        </Field>
        <Controller
          control={form.control}
          name="locales"
          render={({ field }) => (
            <LanguagesField
              value={field.value}
              onChange={field.onChange}
              hint="New events start with these. The first one leads."
              error={errorOf("locales")}
            />
          )}
        />
        <Field label="About" name="about" optional hint="A few sentences on your page." error={errorOf("about")}>
          <Controller
            control={form.control}
            name="about"
            render={({ field: { ref: _, ...field } }) => (
              <LocalizedInput {...field} locales={locales} multiline rows={5} />
            )}
          />
        </Field>
        <SaveBar busy={busy} saved={saved} />
      </form>
    </Page>
  );
}
