import { Field, type FieldProps } from "@tessera/ui";
import type { ReactNode } from "react";
import { Controller, type ControllerRenderProps, type FieldPath, type FieldValues } from "react-hook-form";
import type { ApiForm } from "./api-form";

interface Props<V extends FieldValues, N extends FieldPath<V>> extends Omit<FieldProps, "name" | "error" | "children"> {
  of: Pick<ApiForm<V>, "form" | "errorOf">;
  name: N;
  /** The control, given its value and what to call when that changes. */
  children: (field: Omit<ControllerRenderProps<V, N>, "ref">) => ReactNode;
}

/** A field of a form: label, hint and error around a control that takes a value. */
export function FormField<V extends FieldValues, N extends FieldPath<V>>(props: Props<V, N>) {
  const { of, name, children, ...rest } = props;
  return (
    <Field {...rest} name={name} error={of.errorOf(name)}>
      <Controller
        control={of.form.control}
        name={name}
        render={({ field: { ref: _, ...field } }) => <>{children(field)}</>}
      />
    </Field>
  );
}
