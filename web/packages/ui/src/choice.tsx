import { Switch as BaseSwitch } from "@base-ui/react/switch";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A checkbox with its label as one target. */
export function Checkbox({ label, hint, className, ...props }: CheckboxProps) {
  const hintId = useId();
  return (
    <div className={cn("flex min-w-0 items-start gap-2.5 py-1.5", className)}>
      <input
        {...props}
        type="checkbox"
        id={props.id ?? `${hintId}-box`}
        aria-describedby={hint ? hintId : undefined}
        className="mt-0.5 size-4.5 shrink-0"
      />
      <div className="min-w-0">
        <label htmlFor={props.id ?? `${hintId}-box`} className="block">
          {label}
        </label>
        {hint && (
          <p id={hintId} className="text-sm text-ink-2">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

interface RadioOption<V extends string> {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
}

interface RadioGroupProps<V extends string> {
  /** Groups the radios; also their form name. */
  name: string;
  value: V;
  onChange: (value: V) => void;
  options: RadioOption<V>[];
  className?: string;
}

/** One of a few. Put it into a `Field group`, which names the group. */
export function RadioGroup<V extends string>({ name, value, onChange, options, className }: RadioGroupProps<V>) {
  const base = useId();
  const { id: fieldId } = useFieldControl();
  return (
    <div className={cn("flex flex-col", className)}>
      {options.map((option, place) => {
        // Error summaries lead to the group's first choice.
        const id = (place === 0 && fieldId) || `${base}-${option.value}`;
        return (
          <div key={option.value} className="flex items-start gap-2.5 py-1.5">
            <input
              type="radio"
              id={id}
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              aria-describedby={option.hint ? `${id}-hint` : undefined}
              className="mt-0.5 size-4.5 shrink-0"
            />
            <div className="min-w-0">
              <label htmlFor={id} className="block">
                {option.label}
              </label>
              {option.hint && (
                <p id={`${id}-hint`} className="text-sm text-ink-2">
                  {option.hint}
                </p>
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}

interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
}

/** For effects that happen at once; inside forms use a checkbox. */
export function Switch({ checked, onCheckedChange, label }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2.5">
      <BaseSwitch.Root
        aria-labelledby={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        className="flex h-6 w-10 shrink-0 items-center rounded-full border border-control bg-surface-3 p-0.5 transition-colors data-checked:border-brand data-checked:bg-brand"
      >
        <BaseSwitch.Thumb className="size-4.5 rounded-full bg-ink-2 transition-transform data-checked:translate-x-4 data-checked:bg-on-brand rtl:data-checked:-translate-x-4" />
      </BaseSwitch.Root>
      <span id={id}>{label}</span>
    </div>
  );
}
