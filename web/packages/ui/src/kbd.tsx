import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-input border border-line bg-surface px-1 font-code text-xs text-ink-2">
      {children}
    </kbd>
  );
}
