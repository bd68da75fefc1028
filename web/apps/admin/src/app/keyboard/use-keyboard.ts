import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useRemembered } from "../../lib/remembered";
import { allowedGroups, eventGroups, organisationGroups } from "../pages";
import { usePermissions } from "../permissions";
import { KeySequence } from "./keys";

/** `⌘` or `Ctrl`, as this keyboard has it. */
export const commandKey: string = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Whether single keys do something; they can be switched off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [stored, store] = useRemembered("tessera.shortcuts", "on");
  return [stored === "on", (on) => store(on ? "on" : "off")];
}

/** An open dialog or menu has the keyboard to itself. */
const isCovered = () => document.querySelector("[role=dialog], [role=menu]") !== null;

/** Typing belongs to the field it happens in. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable], [role=spinbutton]");

/** Walks over the links of a list that are marked with `data-row`; Enter opens them by itself. */
function moveInRows(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>("main input[type=search]");
  box?.focus();
  box?.select();
  return box !== null;
}

interface Openers {
  openPalette: () => void;
  openHelp: () => void;
}

/** The keys of the whole admin: the palette, the help sheet, going to pages, search, walking over rows. */
export function useKeyboard({ openPalette, openHelp }: Openers): void {
  const navigate = useNavigate();
  const { org, event } = useParams({ strict: false });
  const can = usePermissions();
  const [single] = useSingleKeys();
  const [keys] = useState(() => new KeySequence());
  useEffect(() => {
    const groups = [...(event ? eventGroups : []), ...organisationGroups];
    const go = (letter: string) => {
      const page = allowedGroups(groups, can)
        .flatMap(({ pages }) => pages)
        .find((candidate) => candidate.go === letter);
      if (page) void navigate({ to: page.to, params: { org, event } as never });
    };
    const onKey = (pressed: KeyboardEvent) => {
      if (isCovered()) return;
      const command = pressed.ctrlKey || pressed.metaKey;
      if (command && !pressed.altKey && !pressed.shiftKey && pressed.key.toLowerCase() === "k") {
        pressed.preventDefault();
        openPalette();
        return;
      }
      if (!single || command || pressed.altKey || isTyping(pressed.target)) return;
      const wish = keys.read(pressed.key, pressed.timeStamp);
      if (wish?.kind === "go") go(wish.letter);
      if (wish?.kind === "help") openHelp();
      if (wish?.kind === "move") moveInRows(wish.step);
      if (wish?.kind === "search" && focusSearch()) pressed.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, org, event, can, keys, single, openPalette, openHelp]);
}
