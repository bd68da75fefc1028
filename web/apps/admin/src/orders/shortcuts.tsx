import { type RefObject, useEffect } from "react";
import { useRemembered } from "../lib/remembered";

/** Typing belongs to the field it happens in, and an open panel has the keyboard to itself. */
function isElsewhere(target: EventTarget | null): boolean {
  const inField = target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
  return inField || document.querySelector("[role=dialog], [role=menu]") !== null;
}

/**
 * `/` goes to the search box, `j` and `k` walk over the links marked with `data-row`; Enter opens them by itself.
 * Single-key shortcuts can be switched off (WCAG 2.1.4).
 */
export function useRowShortcuts(list: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>) {
  const [stored, store] = useRemembered("tessera.shortcuts", "on");
  const on = stored === "on";
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      if (event.key === "/") {
        event.preventDefault();
        search.current?.select();
        search.current?.focus();
      }
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      if (step === 0 || rows.length === 0) return;
      const at = rows.indexOf(document.activeElement as HTMLElement);
      const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
      rows[next]?.focus();
      rows[next]?.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [on, list, search]);
  return { on, toggle: () => store(on ? "off" : "on") };
}

const key = "rounded-input border border-line px-1 font-code text-ink-2";

/** What the keys do, and the switch for them; only where there is a keyboard to speak of. */
export function ShortcutHint({ on, toggle }: { on: boolean; toggle: () => void }) {
  return (
    <p className="hidden flex-wrap items-center gap-1.5 text-sm text-ink-3 pointer-fine:flex">
      {on && (
        <>
          <kbd className={key}>/</kbd> search <kbd className={key}>j</kbd> <kbd className={key}>k</kbd> move{" "}
          <kbd className={key}>Enter</kbd> open ·
        </>
      )}
      <button type="button" onClick={toggle} className="rounded-input underline underline-offset-3 hover:text-ink">
        {on ? "Turn shortcuts off" : "Turn keyboard shortcuts on"}
      </button>
    </p>
  );
}
