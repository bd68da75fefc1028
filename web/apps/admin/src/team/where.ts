import type { EventSummary } from "@tessera/client";
import { pickText } from "@tessera/ui";

/** "1 event", "3 events" */
export const eventsWord = (count: number): string => (count === 1 ? "1 event" : `${count} events`);

/** Where a role holds, in words: the names of a few events, or how many. */
export function whereWords(chosen: readonly string[] | null | undefined, events: EventSummary[]): string {
  if (!chosen) return "Whole organisation";
  if (chosen.length === 0) return "No event";
  const names = chosen.map((id) => pickText(events.find((event) => event.id === id)?.name)).filter(Boolean);
  return names.length === chosen.length && names.length <= 2 ? names.join(", ") : eventsWord(chosen.length);
}
