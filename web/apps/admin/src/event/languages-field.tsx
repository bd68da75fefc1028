import { Button, Combobox, Field, languageName } from "@tessera/ui";
import { X } from "lucide-react";
import { languageOptions } from "../lib/choices";

interface LanguagesFieldProps {
  value: string[];
  onChange: (locales: string[]) => void;
  error?: string | undefined;
  hint?: string;
}

/** The content's languages as a list; the first leads and stands in where a text is missing. */
export function LanguagesField({ value, onChange, error, hint }: LanguagesFieldProps) {
  return (
    <Field
      label="Languages"
      name="locales"
      group
      hint={hint ?? "The first one leads: it stands in where another is missing."}
      error={error}
    >
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((locale, index) => (
            <li key={locale} className="flex h-8 items-center rounded-full border border-line bg-surface-2 ps-3 pe-1">
              <span lang={locale}>{languageName(locale)}</span>
              {index === 0 && value.length > 1 && <span className="ms-1.5 text-sm text-ink-3">leads</span>}
              {value.length > 1 ? (
                <Button
                  variant="quiet"
                  aria-label={`Remove ${languageName(locale, "en")}`}
                  className="ms-1 size-6 rounded-full p-0"
                  onClick={() => onChange(value.filter((other) => other !== locale))}
                >
                  <X aria-hidden />
                </Button>
              ) : (
                <span className="pe-2" />
              )}
            </li>
          ))}
        </ul>
      )}
      <Field label="Add a language" hideLabel className="max-w-64">
        <Combobox
          key={value.join()}
          options={languageOptions(value)}
          value={null}
          onChange={(locale) => locale && onChange([...value, locale])}
          placeholder="Add a language"
        />
      </Field>
    </Field>
  );
}
