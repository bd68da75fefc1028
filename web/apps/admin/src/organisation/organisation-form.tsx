import { Field, TextInput } from "@tessera/ui";
import type { UseFormReturn } from "react-hook-form";
import { Controller } from "react-hook-form";
import { LanguagesField } from "../event/languages-field";

export interface OrganisationValues {
  name: string;
  slug: string;
  contact_email: string;
  locales: string[];
}

interface Props {
  form: UseFormReturn<OrganisationValues>;
  errorOf: (name: keyof OrganisationValues) => string | undefined;
  /** Called with each typed name, so that the address can follow it. */
  onName: (name: string) => void;
}

/** The fields of a new organisation. */
export function OrganisationFields({ form, errorOf, onName }: Props) {
  return (
    <>
      <Field
        label="Name"
        name="name"
        hint="As guests know you: a club, a company, a community."
        error={errorOf("name")}
      >
        <TextInput
          {...form.register("name", { onChange: (event) => onName(event.target.value) })}
          autoComplete="organization"
        />
      </Field>
      <Field
        label="Web address"
        name="slug"
        hint="Where your events are found. Small letters, digits and dashes."
        error={errorOf("slug")}
      >
        <span className="flex items-center gap-1.5">
          <span className="shrink-0 text-ink-3">{window.location.host}/</span>
          <TextInput {...form.register("slug")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </span>
      </Field>
      <Field
        label="Contact email"
        name="contact_email"
        hint="Guests see it on the event page and answer to it."
        error={errorOf("contact_email")}
      >
        <TextInput {...form.register("contact_email")} type="email" autoComplete="email" spellCheck={false} />
      </Field>
      <Controller
        control={form.control}
        name="locales"
        render={({ field }) => (
          <LanguagesField value={field.value} onChange={field.onChange} error={errorOf("locales")} />
        )}
      />
    </>
  );
}
