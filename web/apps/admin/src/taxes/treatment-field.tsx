import { PercentInput, Select } from "@tessera/ui";
import type { ApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import type { TaxRuleValues } from "./values";

interface Props {
  of: ApiForm<TaxRuleValues>;
  at: "base" | `cases.${number}.treatment`;
  label: string;
}

/** What is done about tax: a rate, or why there is none. */
export function TreatmentField({ of, at, label }: Props) {
  const kind = of.form.watch(`${at}.kind`);
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <FormField of={of} name={`${at}.kind`} label={label}>
        {(field) => (
          <Select {...field}>
            <option value="charge">A rate is charged</option>
            <option value="reverse_charge">The buyer owes the tax (reverse charge)</option>
            <option value="exempt">Exempt from tax</option>
            <option value="out_of_scope">No tax: not a matter of it</option>
            <option value="refuse">It is not sold to them</option>
          </Select>
        )}
      </FormField>
      {kind === "charge" && (
        <FormField of={of} name={`${at}.rate`} label="Rate">
          {(field) => <PercentInput {...field} />}
        </FormField>
      )}
    </div>
  );
}
