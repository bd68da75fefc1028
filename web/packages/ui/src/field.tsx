import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";

interface FieldState {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldState | null>(null);

const FieldScope = createContext("field");

/** Keeps the names of fields in a dialog apart from those of the page below it. */
export function OwnFields({ children }: { children: ReactNode }) {
  return <FieldScope value={useId()}>{children}</FieldScope>;
}

/** Gives the DOM id of the control of a named form field: where error summaries link to. */
export function useFieldId(): (name: string) => string {
  const scope = useContext(FieldScope);
  return (name) => `${scope}-${name.replace(/[^\w-]/g, "-")}`;
}

/** What a control takes from the `Field` around it; our own inputs call this by themselves. */
export function useFieldControl(): {
  id: string | undefined;
  labelId: string | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
} {
  const field = useContext(FieldContext);
  return {
    id: field?.id,
    labelId: field?.labelId,
    "aria-describedby": field?.describedBy,
    "aria-invalid": field?.invalid ? true : undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  /** The form field's name; gives the control the id that error summaries link to. */
  name?: string;
  /** Said before the input, tied to it for screen readers. */
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  /** Shows "12 of 70" under the input; a warning colour past the limit, never a block. */
  counter?: { length: number; max: number };
  /** The children are a group of controls (radios, language tabs), not one input. */
  group?: boolean;
  /** Keeps the label for screen readers only, where the column heading says it. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label, hint, control, error and counter, tied together. */
export function Field(props: FieldProps) {
  const { label, name, hint, error, optional, counter, group, hideLabel, className, children } = props;
  const generated = useId();
  const fieldId = useFieldId();
  const id = name ? fieldId(name) : generated;
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : "", counter ? `${id}-counter` : ""];
  const state: FieldState = {
    id,
    labelId: `${id}-label`,
    describedBy: ids.filter(Boolean).join(" ") || undefined,
    invalid: Boolean(error),
  };
  const Label = group ? "span" : "label";
  return (
    <div
      className={cn("flex min-w-0 flex-col gap-1.5", className)}
      {...(group ? { role: "group", "aria-labelledby": state.labelId, "aria-describedby": state.describedBy } : {})}
    >
      <Label
        id={state.labelId}
        {...(group ? {} : { htmlFor: id })}
        className={hideLabel ? "sr-only" : "font-semibold text-ink"}
      >
        {label}
        {optional && <span className="font-normal text-ink-3"> (optional)</span>}
      </Label>
      {hint && (
        <p id={`${id}-hint`} className="-mt-1 text-sm text-ink-2">
          {hint}
        </p>
      )}
      <FieldContext value={state}>{children}</FieldContext>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {counter && (
        <p
          id={`${id}-counter`}
          className={cn("text-sm tabular-nums", counter.length > counter.max ? "text-danger" : "text-ink-3")}
        >
          {counter.length} of {counter.max} characters
        </p>
      )}
    </div>
  );
}

/** Several fields under one heading, as a real fieldset. */
export function FieldSet({ legend, hint, children }: { legend: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="mb-3 text-lg font-semibold">{legend}</legend>
      {hint && <p className="-mt-4 max-w-[68ch] text-ink-2">{hint}</p>}
      {children}
    </fieldset>
  );
}
