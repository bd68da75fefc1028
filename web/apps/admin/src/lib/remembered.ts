import { useSyncExternalStore } from "react";

/* Where storage is refused (private windows), a choice lasts as long as the page. */
const onThisPage = new Map<string, string>();
const listeners = new Set<() => void>();

/** A choice that this browser keeps, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? onThisPage.get(key) ?? null;
  } catch {
    return onThisPage.get(key) ?? null;
  }
}

/** Keeps a choice and tells everybody who shows it. */
export function remember(key: string, value: string): void {
  onThisPage.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    /* The choice still holds for this page. */
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A choice that this browser keeps, the same wherever it is shown. */
export function useRemembered(key: string, fallback: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => recall(key) ?? fallback);
  return [value, (next) => remember(key, next)];
}
