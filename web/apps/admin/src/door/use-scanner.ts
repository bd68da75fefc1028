import { type RefObject, useEffect } from "react";
import { cleanCode, WedgeReader } from "./scanner";

const inDialog = () => document.querySelector("[role=dialog]") !== null;

/** On touch screens the focus would open the keyboard and cover half of the verdict. */
const isTouch = () => window.matchMedia("(pointer: coarse)").matches;

/**
 * Sends every key to the input, wherever the focus is, and hears a scanner's burst before anything else acts on
 * its Enter. Escape dismisses.
 */
export function useScanner(
  input: RefObject<HTMLInputElement | null>,
  onCode: (code: string) => void,
  onEscape: () => void,
): void {
  useEffect(() => {
    const reader = new WedgeReader();
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || inDialog()) return;
      const code = reader.feed(event.key, event.timeStamp);
      if (code !== null) {
        event.preventDefault();
        event.stopPropagation();
        if (input.current) input.current.value = "";
        onCode(code);
      } else if (event.key === "Escape") {
        onEscape();
      } else if (event.key.length === 1 && event.key !== " " && event.target !== input.current) {
        // Moving the focus now puts this very letter into the input.
        input.current?.focus();
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [input, onCode, onEscape]);

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
