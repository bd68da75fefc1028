import { useState } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { Textarea, TextInput } from "./inputs";
import { directionOf, type LocalizedText, languageName } from "./localized";

interface LocalizedInputProps {
  value: LocalizedText;
  onChange: (value: LocalizedText) => void;
  onBlur?: () => void;
  /** The event's languages, the leading one first. */
  locales: string[];
  multiline?: boolean;
  rows?: number;
  placeholder?: string;
}

/** A text in every language of the event: one input, language buttons above it, and a mark where one is missing. */
export function LocalizedInput(props: LocalizedInputProps) {
  const { value, onChange, onBlur, locales, multiline, rows, placeholder } = props;
  const [chosen, setChosen] = useState(locales[0] ?? "en");
  const { id, labelId } = useFieldControl();
  const current = locales.includes(chosen) ? chosen : (locales[0] ?? "en");
  const Input = multiline ? Textarea : TextInput;
  const several = locales.length > 1;
  return (
    <div className="flex flex-col gap-1.5">
      {several && (
        <div className="flex flex-wrap gap-1">
          {locales.map((locale) => {
            const missing = !value[locale]?.trim();
            return (
              <button
                key={locale}
                type="button"
                aria-pressed={locale === current}
                aria-controls={id}
                onClick={() => setChosen(locale)}
                className={cn(
                  "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm transition-colors",
                  locale === current
                    ? "border-brand bg-brand-soft font-semibold text-brand"
                    : "border-line text-ink-2 hover:border-control hover:text-ink",
                )}
              >
                <span lang={locale}>{languageName(locale)}</span>
                {missing && (
                  <>
                    <span aria-hidden className="size-1.5 rounded-full bg-warning forced-colors:bg-[Highlight]" />
                    <span className="sr-only">(missing)</span>
                  </>
                )}
              </button>
            );
          })}
        </div>
      )}
      <Input
        lang={current}
        dir={directionOf(current)}
        aria-labelledby={several && labelId ? `${labelId} ${id}-language` : undefined}
        {...(multiline ? { rows: rows ?? 4 } : {})}
        placeholder={placeholder ?? value[locales[0] ?? ""]}
        value={value[current] ?? ""}
        onBlur={onBlur}
        onChange={(event: { target: { value: string } }) => onChange({ ...value, [current]: event.target.value })}
      />
      {several && (
        <span id={`${id}-language`} className="sr-only">
          in {languageName(current, "en")}
        </span>
      )}
    </div>
  );
}
