import { useNavigate } from "@tanstack/react-router";
import type { Event } from "@tessera/client";
import { cleanText, Field, LocalizedInput, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { SaveBar } from "../../lib/saved";
import { localized, requiredText } from "../../lib/schemas";
import { slugPattern } from "../../lib/slug";
import { LanguagesField } from "../languages-field";
import { useEventForm } from "./use-event-form";

const schema = z.object({
  locales: z.array(z.string()).check(z.minLength(1, "Choose at least one language")),
  name: requiredText("Enter the event's name"),
  summary: localized,
  description: localized,
  slug: z.string().check(z.regex(slugPattern, "Enter a web address of 2 to 63 small letters, digits and dashes")),
});

/** Languages, name, texts and the event's address. */
export function TextSettings({ org, event }: { org: string; event: Event }) {
  const navigate = useNavigate();
  const { form, submit, summary, busy, errorOf, saved } = useEventForm({
    org,
    event,
    schema,
    valuesOf: ({ locales, name, summary, description, slug }) => ({ locales, name, summary, description, slug }),
    patchOf: ({ slug, locales, ...texts }) => ({
      locales,
      name: cleanText(texts.name, locales),
      summary: cleanText(texts.summary, locales),
      description: cleanText(texts.description, locales),
      ...(slug !== event.slug && { slug }),
    }),
    labels: {
      locales: "Languages",
      name: "Name",
      summary: "In one sentence",
      description: "Description",
      slug: "Web address",
    },
    onSaved: ({ slug }) =>
      slug === event.slug
        ? undefined
        : navigate({ to: "/$org/events/$event/settings", params: { org, event: slug }, replace: true }),
  });
  const locales = form.watch("locales");
  const text = form.watch();
  return (
    <Section id="name" title="Name and texts">
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <div id="languages" className="scroll-mt-20">
          <Controller
            control={form.control}
            name="locales"
            render={({ field }) => (
              <LanguagesField value={field.value} onChange={field.onChange} error={errorOf("locales")} />
            )}
          />
        </div>
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
          counter={{ length: longest(text.summary), max: 300 }}
        >
          <Controller
            control={form.control}
            name="summary"
            render={({ field: { ref: _, ...field } }) => (
              <LocalizedInput {...field} locales={locales} multiline rows={2} />
            )}
          />
        </Field>
        <Field
          label="Description"
          name="description"
          optional
          hint="Markdown: **bold**, # headings, - lists and [links](https://example.org)."
          error={errorOf("description")}
        >
          <Controller
            control={form.control}
            name="description"
            render={({ field: { ref: _, ...field } }) => (
              <LocalizedInput {...field} locales={locales} multiline rows={8} />
            )}
          />
        </Field>
        <Field
          label="Web address"
          name="slug"
          hint="Links to the old address stop working when you change it."
          error={errorOf("slug")}
        >
          <span className="flex items-center gap-1.5">
            <span className="shrink-0 text-ink-3">/{org}/</span>
            <TextInput {...form.register("slug")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </span>
        </Field>
        <SaveBar busy={busy} saved={saved} label="Save texts" />
      </form>
    </Section>
  );
}

const longest = (text: Record<string, string> = {}): number =>
  Math.max(0, ...Object.values(text).map((value) => value.length));
