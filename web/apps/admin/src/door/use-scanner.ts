import { type RefObject, useEffect } from "react";
import { cleanCode, KeyReader } from "./scanner";

const inDialog = () => document.querySelector("[role=dialog]") !== null;

/** On touch screens the focus would open the keyboard and cover half of the verdict. */
const isTouch = () => window.matchMedia("(pointer: coarse)").matches;

/**
 * Sends every key to the input, wherever the focus is: a scanner that acts as a keyboard does not look where it
 * types. Escape dismisses.
 */
export function useScanner(input: RefObject<HTMLInputElement | null>, onDismiss: () => void): void {
  useEffect(() => {
    const reader = new KeyReader();
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || inDialog() || !input.current) return;
      const onButton = event.target instanceof HTMLElement && event.target.matches("button, a");
      const use = reader.read(event.key, event.timeStamp, onButton);
      if (use === "start-over" || use === "dismiss") input.current.value = "";
      if (use === "dismiss") onDismiss();
      // Moving the focus now puts this very letter into the input.
      if (use === "start-over" || use === "type") input.current.focus();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [input, onDismiss]);

  useEffect(() => {
    const claim = () => {
      const { activeElement } = document;
      const idle = activeElement === null || activeElement === document.body || activeElement.matches("h1");
      if (idle && !isTouch() && !inDialog()) input.current?.focus({ preventScroll: true });
    };
    claim();
    // The router moves the focus to the heading after navigation, and buttons keep it after a click.
    const later = () => setTimeout(claim, 0);
    const onClick = (event: MouseEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest("button")) {
        setTimeout(() => !isTouch() && !inDialog() && input.current?.focus({ preventScroll: true }), 0);
      }
    };
    document.addEventListener("focusin", later);
    document.addEventListener("focusout", later);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("focusin", later);
      document.removeEventListener("focusout", later);
      document.removeEventListener("click", onClick);
    };
  }, [input]);
}

/** What was typed by hand: read at Enter, then the input is free for the next code. */
export function takeTyped(input: HTMLInputElement | null): string {
  const code = cleanCode(input?.value ?? "");
  if (input) input.value = "";
  return code;
}
