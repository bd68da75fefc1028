import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { inputClass } from "./inputs";

export interface ComboboxOption {
  value: string;
  label: string;
  /** Shown beside the label and searched as well ("UTC+1", "EUR"). */
  detail?: string;
}

interface ComboboxProps {
  options: ComboboxOption[];
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
}

/** One of many: type to filter. For a handful of options a `Select` is better. */
export function Combobox({ options, value, onChange, placeholder }: ComboboxProps) {
  const { labelId: _, ...field } = useFieldControl();
  const selected = options.find((option) => option.value === value) ?? null;
  return (
    <Base.Root
      items={options}
      value={selected}
      onValueChange={(option: ComboboxOption | null) => onChange(option?.value ?? null)}
      itemToStringLabel={(option: ComboboxOption) => option.label}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      filter={(option: ComboboxOption, query: string) => matches(option, query)}
    >
      <div className="relative">
        <Base.Input {...field} placeholder={placeholder} className={cn(inputClass, "pe-9")} />
        <Base.Trigger
          aria-label="Show all options"
          className="absolute inset-y-0 end-0 flex w-9 items-center justify-center text-ink-2"
        >
          <ChevronDown aria-hidden className="size-4" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="max-h-[min(20rem,var(--available-height))] w-(--anchor-width) max-w-(--available-width) overflow-y-auto rounded-card border border-line bg-surface shadow-overlay">
            <Base.Empty>
              <p className="px-3 py-3 text-ink-2 empty:hidden">Nothing matches. Try fewer letters.</p>
            </Base.Empty>
            <Base.List className="p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  className="flex min-h-9 cursor-default items-center gap-2 rounded-input px-2 py-1.5 data-highlighted:bg-surface-3"
                >
                  <Check
                    aria-hidden
                    className={cn("size-4 shrink-0 text-brand", option.value !== value && "invisible")}
                  />
                  <span className="min-w-0 flex-1">{option.label}</span>
                  {option.detail && <span className="text-sm text-ink-3">{option.detail}</span>}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function matches(option: ComboboxOption, query: string): boolean {
  const fold = (text: string) =>
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f_/]/g, " ")
      .toLowerCase();
  const haystack = `${fold(option.label)} ${fold(option.value)} ${fold(option.detail ?? "")}`;
  return fold(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
