import { ChevronDown } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { currencyDigits, moneyToInput, parseMoney, parsePercent } from "./format";

/** The look shared by every text-like control. */
export const inputClass =
  "h-9 w-full min-w-0 rounded-input border border-control bg-surface px-3 text-base text-ink transition-colors hover:border-ink-3 focus-visible:outline-offset-0 aria-invalid:border-danger aria-invalid:border-2 disabled:bg-surface-3 disabled:text-ink-2 pointer-coarse:h-11 pointer-coarse:text-lg";

export function TextInput({ className, type = "text", ...props }: ComponentProps<"input">) {
  const { labelId: _, ...field } = useFieldControl();
  return <input {...field} {...props} type={type} className={cn(inputClass, className)} />;
}

export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  const { labelId: _, ...field } = useFieldControl();
  return (
    <textarea
      {...field}
      {...props}
      rows={rows}
      className={cn(inputClass, "h-auto py-2 pointer-coarse:h-auto", className)}
    />
  );
}

/** A native select: the platform's own list on phones, full keyboard everywhere. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  const { labelId: _, ...field } = useFieldControl();
  return (
    <span className={cn("relative block", className)}>
      <select {...field} {...props} className={cn(inputClass, "appearance-none pe-9")}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-ink-2"
      />
    </span>
  );
}

interface NumberProps extends Omit<ComponentProps<"input">, "value" | "onChange" | "type"> {
  value: number | null;
  /** Null for an empty input, NaN for text that is no whole number: the form says what is wrong. */
  onChange: (value: number | null) => void;
}

/** A whole number. Grouping characters and spaces are accepted; no spinner that scrolls by accident. */
export function NumberField({ value, onChange, className, ...props }: NumberProps) {
  const { labelId: _, ...field } = useFieldControl();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (value === null || Number.isNaN(value) ? "" : String(value));
  return (
    <input
      {...field}
      {...props}
      type="text"
      inputMode="numeric"
      autoComplete="off"
      value={shown}
      onChange={(event) => {
        const typed = event.target.value;
        const digits = typed.replace(/[\s.,'’\u00a0\u202f]/g, "");
        setText(typed);
        onChange(digits === "" ? null : /^\d+$/.test(digits) ? Number(digits) : Number.NaN);
      }}
      onBlur={(event) => {
        if (!Number.isNaN(value)) setText(null);
        props.onBlur?.(event);
      }}
      className={cn(inputClass, "tabular-nums", className)}
    />
  );
}

interface MoneyProps extends NumberProps {
  /** ISO 4217; decides how many decimals an amount has. */
  currency: string;
}

/** An amount in minor units of its currency, typed as people write amounts ("12,50", "1 200"). */
export function MoneyInput({ value, onChange, currency, className, ...props }: MoneyProps) {
  const { labelId: _, ...field } = useFieldControl();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (value === null || Number.isNaN(value) ? "" : moneyToInput(value, currency));
  return (
    <span className={cn("relative block", className)}>
      <span aria-hidden className="pointer-events-none absolute start-3 top-1/2 -translate-y-1/2 text-sm text-ink-3">
        {currency}
      </span>
      <input
        {...field}
        {...props}
        type="text"
        inputMode={currencyDigits(currency) > 0 ? "decimal" : "numeric"}
        autoComplete="off"
        value={shown}
        onChange={(event) => {
          setText(event.target.value);
          const typed = event.target.value.trim();
          onChange(typed === "" ? null : (parseMoney(typed, currency) ?? Number.NaN));
        }}
        onBlur={(event) => {
          if (!Number.isNaN(value)) setText(null);
          props.onBlur?.(event);
        }}
        className={cn(inputClass, "ps-12 text-end tabular-nums")}
      />
    </span>
  );
}

interface PercentProps extends Omit<ComponentProps<"input">, "value" | "onChange" | "type"> {
  /** A decimal text such as `8.875`; empty, or what was typed while it is no share. */
  value: string;
  onChange: (value: string) => void;
}

/** A share from 0 to 100 percent, typed as people write it ("12,5", "19 %"). */
export function PercentInput({ value, onChange, className, ...props }: PercentProps) {
  const { labelId: _, ...field } = useFieldControl();
  const [text, setText] = useState<string | null>(null);
  return (
    <span className={cn("relative block", className)}>
      <input
        {...field}
        {...props}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={text ?? value}
        onChange={(event) => {
          setText(event.target.value);
          onChange(parsePercent(event.target.value) ?? event.target.value);
        }}
        onBlur={(event) => {
          setText(null);
          props.onBlur?.(event);
        }}
        className={cn(inputClass, "pe-9 text-end tabular-nums")}
      />
      <span aria-hidden className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-sm text-ink-3">
        %
      </span>
    </span>
  );
}
