import { addMinutes } from "@tessera/ui";

/** Starting points for a new event: how far away, at what time of day, and how long. */
export const templates = [
  { key: "meetup", label: "Meetup", weeks: 4, start: "18:30", minutes: 180 },
  { key: "conference", label: "Conference", weeks: 24, start: "09:00", minutes: 24 * 60 + 8 * 60 },
  { key: "show", label: "Concert or show", weeks: 8, start: "20:00", minutes: 180 },
  { key: "course", label: "Course", weeks: 6, start: "10:00", minutes: 360 },
] as const;

export type TemplateKey = (typeof templates)[number]["key"];

/** Suggested wall-clock times, or none without a template: a wrong guess is worse than an empty field. */
export function suggestTimes(
  key: TemplateKey | undefined,
  today: Date = new Date(),
): { starts: string | null; ends: string | null } {
  const template = templates.find((candidate) => candidate.key === key);
  if (!template) return { starts: null, ends: null };
  const day = new Date(today.getTime() + template.weeks * 7 * 86_400_000).toISOString().slice(0, 10);
  const starts = `${day}T${template.start}`;
  return { starts, ends: addMinutes(starts, template.minutes) };
}
