import { instantToWall, wallToInstant } from "@tessera/ui";

/** Minutes of each unit, the longest first. */
export const units = { weeks: 10_080, days: 1440, hours: 60, minutes: 1 } as const;
export type Unit = keyof typeof units;
export const unitNames = ["weeks", "days", "hours", "minutes"] as const satisfies readonly Unit[];

/** One end of a sale as people say it. */
export interface Edge {
  /** `open` is at once for the start, and with the event for the end. */
  mode: "open" | "at" | "before" | "after";
  /** Wall-clock time in the event's zone, where it is a date. */
  at: string | null;
  count: number | null;
  unit: Unit;
}

/** One end of a sale as the API says it: a moment, or minutes before the event's start (negative: after it). */
export interface ApiEdge {
  at: string | null;
  minutes: number | null;
}

export function edgeOf({ at, minutes }: ApiEdge, zone: string): Edge {
  if (at) return { mode: "at", at: instantToWall(at, zone), count: null, unit: "days" };
  if (minutes === null) return { mode: "open", at: null, count: null, unit: "days" };
  const length = Math.abs(minutes);
  const unit = unitNames.find((name) => length >= units[name] && length % units[name] === 0) ?? "minutes";
  return { mode: minutes < 0 ? "after" : "before", at: null, count: length / units[unit], unit };
}

export function apiEdge({ mode, at, count, unit }: Edge, zone: string): ApiEdge {
  if (mode === "at") return { at: at ? wallToInstant(at, zone) : null, minutes: null };
  if (mode === "open" || count === null) return { at: null, minutes: null };
  const minutes = count * units[unit];
  // Not -0, which is another number to whoever compares.
  return { at: null, minutes: mode === "before" || minutes === 0 ? minutes : -minutes };
}

/** When that is, as an instant; null where it is open. */
export function momentOf(edge: Edge, zone: string, eventStart: string): string | null {
  const { at, minutes } = apiEdge(edge, zone);
  if (at) return at;
  if (minutes === null || !Number.isFinite(minutes)) return null;
  return new Date(Date.parse(eventStart) - minutes * 60_000).toISOString();
}

/** What is wrong with one end of a sale, in words; null if nothing is. */
export function edgeProblem({ mode, at, count, unit }: Edge): string | null {
  if (mode === "at") return at ? null : "Enter the day and time";
  if (mode === "open") return null;
  if (!Number.isInteger(count) || count === null || count < 0) return "Enter a whole number";
  if (count * units[unit] > (mode === "before" ? 5_256_000 : 525_600))
    return mode === "before" ? "Enter ten years at most" : "Enter a year at most";
  return null;
}
