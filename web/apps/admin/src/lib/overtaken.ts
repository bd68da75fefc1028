import { ApiProblem } from "@tessera/client";
import { useEffect } from "react";
import type { FieldPath, FieldValues, PathValue, UseFormReturn } from "react-hook-form";
import { type Merged, mergeForm, same } from "./merge-form";

/** Lets a form follow what is stored: fields that nobody touched here show the new values, the others stay. */
export function useFollow<V extends FieldValues>(form: UseFormReturn<V>, stored: V): void {
  const text = JSON.stringify(stored);
  useEffect(() => {
    const theirs = JSON.parse(text) as V;
    const base = form.formState.defaultValues as V;
    if (same(base, theirs)) return;
    const { values } = mergeForm(base, form.getValues(), theirs);
    form.reset(theirs, { keepErrors: true });
    for (const name of Object.keys(theirs) as FieldPath<V>[]) {
      const kept = values[name] as PathValue<V, FieldPath<V>>;
      if (!same(kept, theirs[name])) form.setValue(name, kept, { shouldDirty: true });
    }
  }, [form, text]);
}

/**
 * Hands a refused save on. One because of a newer version says what others changed in the form meanwhile; nothing that
 * was typed is lost, and saving again goes on top of theirs. `theirs` reads what is stored now; nothing if it is gone.
 */
export function handOn<V extends FieldValues>(
  form: UseFormReturn<V>,
  mine: V,
  labels: Record<string, string>,
  theirs: () => Promise<V | undefined>,
): (error: unknown) => Promise<never> {
  const base = form.formState.defaultValues as V;
  return async (error) => {
    if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
    const now = await theirs();
    throw now ? overtaken(error, mergeForm(base, mine, now), labels) : error;
  };
}

/** A refusal because of a newer version, in words: what others changed here, and that nothing typed is lost. */
export function overtaken(
  refusal: Pick<ApiProblem, "code" | "status">,
  { changed, disputed }: Pick<Merged<unknown>, "changed" | "disputed">,
  labels: Record<string, string>,
): ApiProblem {
  const list = (names: string[]) =>
    new Intl.ListFormat("en").format(names.map((name) => `“${labels[name] ?? name.replaceAll("_", " ")}”`));
  const taken = changed.filter((name) => !disputed.includes(name));
  const sentences = [
    taken.length > 0 && `${list(taken)} now ${taken.length === 1 ? "shows" : "show"} what they entered.`,
    disputed.length > 0 && `You changed ${list(disputed)}, too: saving again replaces theirs.`,
    "What you entered is still here. Save again to keep it.",
  ];
  return new ApiProblem({
    code: refusal.code,
    status: refusal.status,
    title: changed.length > 0 ? "Somebody else changed this meanwhile" : "Another part of it changed meanwhile",
    detail: sentences.filter(Boolean).join(" "),
  });
}
