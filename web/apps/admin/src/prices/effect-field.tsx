import { MoneyInput, PercentInput, Select } from "@tessera/ui";
import type { FieldPath, FieldValues } from "react-hook-form";
import type { ApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import type { EffectValues } from "./effect";

interface Props<V extends FieldValues> {
  of: ApiForm<V>;
  currency: string;
  /** A voucher may leave prices alone and only open something. */
  mayDoNothing?: boolean;
}

/** What happens to the price of each ticket; the form keeps it under `effect`. */
export function EffectField<V extends FieldValues & { effect: EffectValues }>(props: Props<V>) {
  const { of, currency, mayDoNothing } = props;
  const at = (name: string) => name as FieldPath<V>;
  const kind = of.form.watch(at("effect.kind")) as EffectValues["kind"];
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <FormField of={of} name={at("effect.kind")} label="Price of each ticket">
        {(field) => (
          <Select {...field}>
            <option value="percent">A share less</option>
            <option value="subtract">An amount less</option>
            <option value="set">A price of its own</option>
            {mayDoNothing && <option value="none">Stays as it is</option>}
          </Select>
        )}
      </FormField>
      {kind === "percent" && (
        <FormField of={of} name={at("effect.percent")} label="Share less">
          {(field) => <PercentInput {...field} />}
        </FormField>
      )}
      {(kind === "subtract" || kind === "set") && (
        <FormField of={of} name={at("effect.amount")} label={kind === "set" ? "It costs" : "Amount less"}>
          {(field) => <MoneyInput {...field} currency={currency} />}
        </FormField>
      )}
    </div>
  );
}
