import { Checkbox } from "@tessera/ui";
import type { FieldPathByValue, FieldValues } from "react-hook-form";
import type { ApiForm } from "./api-form";
import { FormField } from "./form-field";

interface Props<V extends FieldValues> {
  of: Pick<ApiForm<V>, "form" | "errorOf">;
  name: FieldPathByValue<V, boolean>;
  label: string;
  hint?: string;
  /** What errors call the field; the label where it is missing. */
  group?: string;
}

/** A field of a form that is yes or no. */
export function CheckField<V extends FieldValues>({ of, name, label, hint, group = label }: Props<V>) {
  return (
    <FormField of={of} name={name} label={group} hideLabel group>
      {({ value, onChange, ...field }) => (
        <Checkbox
          {...field}
          label={label}
          hint={hint}
          checked={value}
          onChange={({ target }) => onChange(target.checked)}
        />
      )}
    </FormField>
  );
}
