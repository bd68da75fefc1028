import type { Verdict } from "@tessera/client";
import type { Tone } from "@tessera/ui";

/** "Already in · 14:02, Gate B": the first word decides, the rest is where to ask. Times are the event's. */
export function verdictTitle(verdict: Verdict, zone: string, now = new Date(), locale?: string): string {
  const { first, title } = verdict;
  if (verdict.verdict !== "already_in" || !first) return title;
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, day: "numeric", month: "short" });
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const at = new Date(first.at);
  const sameDay = day.format(at) === day.format(now);
  const parts = [!sameDay && day.format(at), time.format(at), first.gate];
  return `${title} · ${parts.filter(Boolean).join(", ")}`;
}

/** A verdict in a list. */
export const verdictBadge: Record<Verdict["verdict"], { tone: Tone; label: string }> = {
  admitted: { tone: "success", label: "Come in" },
  already_in: { tone: "warning", label: "Already in" },
  unpaid: { tone: "danger", label: "Not paid" },
  unapproved: { tone: "danger", label: "Not approved" },
  cancelled: { tone: "danger", label: "Cancelled" },
  wrong_event: { tone: "danger", label: "Wrong event" },
  wrong_list: { tone: "danger", label: "Not here" },
  test_ticket: { tone: "danger", label: "Test ticket" },
  ambiguous: { tone: "info", label: "Which one?" },
  unknown: { tone: "danger", label: "Unknown" },
};
