import { zodResolver } from "@hookform/resolvers/zod";
import { ApiProblem, pointerToPath } from "@tessera/client";
import { ErrorSummary, type SummaryItem } from "@tessera/ui";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import {
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { ZodMiniType } from "zod/mini";

/** Flattens nested form errors into the lines of an error summary, in the order of the fields. */
export function summaryItems(errors: FieldErrors, prefix = ""): SummaryItem[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    if (!error || name === "root") return [];
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof error.message === "string" && error.message) return [{ name: path, message: error.message }];
    return typeof error === "object" && !("ref" in error) ? summaryItems(error as FieldErrors, path) : [];
  });
}

/** The field of a list's item that a path leads into: `variations.0.name.de` → `variations.0.name`. */
const inItem = (path: string): string | undefined => /^\w+\.\d+\.\w+/.exec(path)?.[0];

/** The server says "is missing" about a field; people read "Venue name is missing". */
function sentence(name: string, message: string, labels: Record<string, string>): string {
  if (!/^\p{Ll}/u.test(message)) return message;
  const words = (inItem(name)?.split(".").at(-1) ?? name.split(".")[0] ?? "").replaceAll("_", " ");
  const label = labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
  return `${label} ${message}`.trim();
}

/**
 * Splits a refusal into errors of fields that the form has and sentences for the top of the page.
 * `rename` translates API paths into form names, for example `price_minor` → `price`; `labels` are the names
 * of fields that people see, where they differ from the form's.
 */
export function mapProblem(
  problem: ApiProblem,
  fields: string[],
  rename: Record<string, string> = {},
  labels: Record<string, string> = {},
): { fields: { name: string; message: string }[]; general: string[] } {
  const general: string[] = [];
  const mapped = problem.errors.flatMap((error) => {
    const path = pointerToPath(error.pointer);
    const head = path.split(".")[0] ?? "";
    const name = rename[path] ?? rename[head] ?? (fields.includes(path) ? path : (inItem(path) ?? head));
    if (fields.includes(name.split(".")[0] ?? "")) {
      return [{ name, message: sentence(name, error.message, labels) }];
    }
    general.push(sentence(path, error.message, labels));
    return [];
  });
  if (mapped.length === 0 && general.length === 0) {
    general.push(problem.detail ? `${problem.title}. ${problem.detail}` : problem.title);
  }
  return { fields: mapped, general };
}

interface ApiFormOptions<Output extends FieldValues> {
  schema: ZodMiniType<Output, Output>;
  defaultValues: DefaultValues<Output>;
  /** Sends the values; a thrown `ApiProblem` lands on the fields it names. */
  onSubmit: (values: Output) => Promise<unknown>;
  rename?: Record<string, string>;
  labels?: Record<string, string>;
}

export interface ApiForm<Output extends FieldValues> {
  form: UseFormReturn<Output>;
  submit: (event?: FormEvent) => void;
  /** Put it at the top of the form. */
  summary: ReactNode;
  busy: boolean;
  /** The message of a field, for `Field error`. */
  errorOf: (name: FieldPath<Output>) => string | undefined;
}

/** A form against the API: zod first, then the server's own words mapped to fields, one summary for both. */
export function useApiForm<Output extends FieldValues>(options: ApiFormOptions<Output>): ApiForm<Output> {
  const { schema, defaultValues, onSubmit, rename, labels } = options;
  const [attempt, setAttempt] = useState(0);
  const [items, setItems] = useState<SummaryItem[]>([]);
  const [correlationId, setCorrelationId] = useState<string | null>(null);
  const form = useForm<Output>({
    resolver: zodResolver(schema),
    defaultValues,
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
  });
  const { isSubmitting } = form.formState;
  useErrorTitle(items.length > 0);

  // The summary stays as it was until the next attempt: if it shrank while a field loses focus, the page would move
  // under the pointer and swallow the press on the button.
  const refuse = (refused: SummaryItem[]) => {
    setItems(refused);
    setAttempt((count) => count + 1);
  };

  const submit = form.handleSubmit(
    async (values) => {
      setCorrelationId(null);
      try {
        await onSubmit(values);
        setItems([]);
      } catch (error) {
        const problem = error instanceof ApiProblem ? error : new ApiProblem({ title: String(error) });
        const mapped = mapProblem(problem, Object.keys(values), rename, labels);
        for (const { name, message } of mapped.fields) {
          form.setError(name as FieldPath<Output>, { type: "server", message });
        }
        setCorrelationId(problem.status >= 500 ? problem.correlationId : null);
        refuse([...mapped.general.map((message) => ({ message })), ...mapped.fields]);
      }
    },
    (errors) => {
      setCorrelationId(null);
      refuse(summaryItems(errors));
    },
  );

  return {
    form,
    submit: (event) => void submit(event),
    summary: <ErrorSummary items={items} attempt={attempt} correlationId={correlationId} />,
    busy: isSubmitting,
    errorOf: (name) => form.getFieldState(name, form.formState).error?.message,
  };
}

function useErrorTitle(wrong: boolean): void {
  useEffect(() => {
    if (!wrong) return;
    const before = document.title;
    document.title = `Error: ${before}`;
    return () => {
      document.title = before;
    };
  }, [wrong]);
}
