import { Combobox, Field } from "@tessera/ui";
import { useMemo } from "react";
import { currencyOptions } from "../lib/choices";

interface CurrencyFieldProps {
  value: string;
  onChange: (currency: string) => void;
  hint: string;
  error?: string | undefined;
}

/** The currency of an event's prices. */
export function CurrencyField({ value, onChange, hint, error }: CurrencyFieldProps) {
  const currencies = useMemo(currencyOptions, []);
  return (
    <Field label="Currency" name="currency" hint={hint} error={error} className="max-w-md">
      <Combobox options={currencies} value={value} onChange={(chosen) => onChange(chosen ?? "")} />
    </Field>
  );
}
