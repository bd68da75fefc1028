import type { Stats } from "@tessera/client";
import { formatCount, formatMoney, Table, Td, Th, Thead, Tr } from "@tessera/ui";

type Day = Stats["per_day"][number];

const shortDay = (date: string) =>
  new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(date));

/** Fills the days without a sale, so that distance on the axis means time. At most the last `limit` days. */
export function everyDay(days: Day[], limit = 60): Day[] {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return [];
  const known = new Map(days.map((day) => [day.date, day]));
  const filled: Day[] = [];
  for (let time = Date.parse(first.date); time <= Date.parse(last.date); time += 86_400_000) {
    const date = new Date(time).toISOString().slice(0, 10);
    filled.push(known.get(date) ?? { date, tickets: 0, revenue_minor: 0 });
  }
  return filled.slice(-limit);
}

/** Tickets per day as bars, and the same numbers as a table. */
export function SalesChart({ days, currency }: { days: Day[]; currency: string }) {
  const shown = everyDay(days);
  const top = Math.max(1, ...shown.map(({ tickets }) => tickets));
  const total = shown.reduce((sum, { tickets }) => sum + tickets, 0);
  const best = shown.reduce<Day | null>((a, b) => (a && a.tickets >= b.tickets ? a : b), null);
  if (!best) return null;
  const first = shown[0] ?? best;
  const last = shown.at(-1) ?? best;
  const step = 100 / shown.length;
  return (
    <figure>
      <svg
        role="img"
        aria-label={`Tickets sold per day: ${formatCount(total)} in ${shown.length} days, most on ${shortDay(best.date)} with ${formatCount(best.tickets)}.`}
        viewBox="0 0 100 40"
        preserveAspectRatio="none"
        className="h-40 w-full overflow-visible rtl:-scale-x-100"
      >
        {[0, 20, 40].map((y) => (
          <line
            key={y}
            x1="0"
            x2="100"
            y1={y}
            y2={y}
            className="stroke-line"
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {shown.map(({ date, tickets }, index) => (
          <rect
            key={date}
            x={index * step + step * 0.15}
            width={step * 0.7}
            y={40 - (tickets / top) * 40}
            height={(tickets / top) * 40}
            className="fill-brand"
          >
            <title>{`${shortDay(date)}: ${formatCount(tickets)}`}</title>
          </rect>
        ))}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between text-sm text-ink-3 tabular-nums">
        <span>{shortDay(first.date)}</span>
        <span>at most {formatCount(top)} a day</span>
        <span>{shortDay(last.date)}</span>
      </div>
      <details className="mt-3">
        <summary className="w-fit rounded-input text-sm text-ink-2 hover:text-ink">Show as table</summary>
        <Table label="Tickets sold per day" className="mt-2 max-h-80 overflow-y-auto">
          <Thead>
            <Th>Day</Th>
            <Th align="end">Tickets</Th>
            <Th align="end">Revenue</Th>
          </Thead>
          <tbody>
            {shown.toReversed().map((day) => (
              <Tr key={day.date}>
                <Td>
                  <time dateTime={day.date}>{shortDay(day.date)}</time>
                </Td>
                <Td align="end">{formatCount(day.tickets)}</Td>
                <Td align="end">{formatMoney({ amount_minor: day.revenue_minor, currency })}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}
