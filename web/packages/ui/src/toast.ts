import { useCallback, useSyncExternalStore } from "react";

/** One finished thing to mention, with the way back where there is one. */
export interface ToastMessage {
  id: number;
  title: string;
  undo?: (() => void) | undefined;
}

let latest: ToastMessage | null = null;
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The newest message; the region that shows them loads when the first one comes. */
export const useLatestToast = (): ToastMessage | null => useSyncExternalStore(subscribe, () => latest);

/** Only for things that are already done: a short sentence and, where it can be, an Undo. Errors stay in place. */
export function useToast(): (title: string, undo?: () => void) => void {
  return useCallback((title, undo) => {
    latest = { id: (latest?.id ?? 0) + 1, title, undo };
    for (const listener of listeners) listener();
  }, []);
}
