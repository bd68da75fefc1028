/** Wall-clock times (`2027-03-14T19:00`, no zone) and their way to instants and back. */

function offsetMinutes(utc: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(utc));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return Math.round((local - Math.floor(utc / 1000) * 1000) / 60_000);
}

/**
 * What the clock on the wall in `zone` means as an instant (RFC 3339, UTC).
 * A time that a clock change skips moves forward, one that it repeats is the first of the two.
 */
export function wallToInstant(wall: string, zone: string): string {
  const naive = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const before = offsetMinutes(naive - 86_400_000, zone);
  const after = offsetMinutes(naive + 86_400_000, zone);
  const matching = [before, after].find((offset) => offsetMinutes(naive - offset * 60_000, zone) === offset);
  return new Date(naive - (matching ?? before) * 60_000).toISOString().replace(".000Z", "Z");
}

/** The wall clock in `zone` at an instant: `2027-03-14T19:00`. */
export function instantToWall(instant: string, zone: string): string {
  const utc = Date.parse(instant);
  return new Date(utc + offsetMinutes(utc, zone) * 60_000).toISOString().slice(0, 16);
}

/** `2027-03-14T19:00` plus minutes, still on the wall. */
export function addMinutes(wall: string, minutes: number): string {
  return new Date(Date.parse(`${wall}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
}
