import { Link } from "@tanstack/react-router";
import type { EventSummary } from "@tessera/client";
import { Badge, formatSpan, pickText, StockBar } from "@tessera/ui";
import { CalendarX2, CircleDashed, Radio } from "lucide-react";

export interface EventGroups {
  needsYou: EventSummary[];
  upcoming: EventSummary[];
  past: EventSummary[];
}

/** Splits events by what they ask of the organiser: drafts to finish first, then what comes, then what was. */
export function groupEvents(events: EventSummary[], now: Date = new Date()): EventGroups {
  const isPast = (event: EventSummary) => new Date(event.ends_at) < now;
  const soonest = (a: EventSummary, b: EventSummary) => Date.parse(a.starts_at) - Date.parse(b.starts_at);
  return {
    needsYou: events.filter((event) => event.status === "draft" && !isPast(event)).sort(soonest),
    upcoming: events.filter((event) => event.status !== "draft" && !isPast(event)).sort(soonest),
    past: events.filter(isPast).sort((a, b) => soonest(b, a)),
  };
}

export function EventStatusBadge({ status, endsAt }: { status: EventSummary["status"]; endsAt: string }) {
  if (status === "cancelled") return <Badge tone="danger">Cancelled</Badge>;
  if (new Date(endsAt) < new Date()) return <Badge icon={CalendarX2}>Over</Badge>;
  if (status === "draft") {
    return (
      <Badge tone="warning" icon={CircleDashed}>
        Draft
      </Badge>
    );
  }
  return (
    <Badge tone="success" icon={Radio}>
      On sale
    </Badge>
  );
}

interface EventRowsProps {
  org: string;
  title: string;
  events: EventSummary[];
  /** The language to show names in, where they have it: the organisation's first. */
  locale: string | undefined;
}

/** One group of events: each row leads to its dashboard. */
export function EventRows({ org, title, events, locale }: EventRowsProps) {
  if (events.length === 0) return null;
  return (
    <section aria-label={title} className="pb-8">
      <h2 className="pb-2 text-sm font-semibold text-ink-2">{title}</h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {events.map((event) => (
          <li
            key={event.id}
            className="relative grid gap-x-6 gap-y-2 px-4 py-(--item-pad) transition-colors hover:bg-surface-2 md:grid-cols-[minmax(0,1fr)_7rem_13rem] md:items-center"
          >
            <div className="flex min-w-0 items-center gap-4">
              <DayTile instant={event.starts_at} zone={event.zone} />
              <div className="min-w-0">
                <Link
                  to="/$org/events/$event"
                  params={{ org, event: event.slug }}
                  data-row
                  className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
                >
                  {pickText(event.name, locale)}
                </Link>
                <p className="text-sm text-ink-2">
                  {formatSpan(event.starts_at, event.ends_at, event.zone)}
                  {event.venue_name && ` · ${event.venue_name}`}
                </p>
              </div>
            </div>
            <div className="max-md:order-last">
              <EventStatusBadge status={event.status} endsAt={event.ends_at} />
              {event.test_mode && <Badge tone="info">Test mode</Badge>}
            </div>
            {event.size === null && event.sold + event.held === 0 ? (
              <p className="text-sm text-ink-3">Nothing sold yet</p>
            ) : (
              <StockBar sold={event.sold} held={event.held} size={event.size ?? null} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function DayTile({ instant, zone }: { instant: string; zone: string }) {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone }).format(new Date(instant));
  return (
    <span
      aria-hidden
      className="flex size-11 shrink-0 flex-col items-center justify-center rounded-card border border-line bg-surface leading-none"
    >
      <span className="text-xs text-ink-3">{part({ month: "short" })}</span>
      <span className="mt-0.5 text-lg font-semibold leading-none tabular-nums">{part({ day: "numeric" })}</span>
    </span>
  );
}
