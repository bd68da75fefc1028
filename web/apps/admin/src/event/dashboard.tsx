import { Link } from "@tanstack/react-router";
import type { Checklist, Event, Stats } from "@tessera/client";
import {
  Badge,
  buttonClass,
  formatCount,
  formatMoney,
  formatRelative,
  formatSpan,
  pickText,
  StatTile,
  StockBar,
  Table,
  Td,
  Th,
  Thead,
  Tr,
} from "@tessera/ui";
import { FlaskConical } from "lucide-react";
import { Page, Section } from "../app/page";
import { usePermissions } from "../app/permissions";
import { EventStatusBadge } from "../organisation/event-list";
import { Actions } from "./actions";
import { ChecklistPanel } from "./checklist";
import { PublishButton } from "./publish-button";
import { SalesChart } from "./sales-chart";

interface Props {
  org: string;
  event: Event;
  checklist: Checklist;
  /** Absent for those who may not see orders. */
  stats: Stats | undefined;
}

/** Where an event stands: until it is published the checklist leads, afterwards money, stock and door. */
export function Dashboard({ org, event, checklist, stats }: Props) {
  const draft = event.status === "draft";
  const can = usePermissions();
  const prepares = can("events.edit") || can("catalogue.edit");
  const touched = stats && stats.tickets_sold + stats.tickets_held + stats.orders.pending > 0;
  const open = checklist.items.filter(({ state }) => state !== "done");
  return (
    <Page
      title={pickText(event.name, event.locales[0])}
      badge={
        event.template ? (
          <Badge>Template</Badge>
        ) : (
          <span className="inline-flex flex-wrap gap-1">
            <EventStatusBadge status={event.status} endsAt={event.ends_at} />
            {event.test_mode && (
              <Badge tone="info" icon={FlaskConical}>
                Test mode
              </Badge>
            )}
          </span>
        )
      }
      subtitle={
        <>
          {formatSpan(event.starts_at, event.ends_at, event.zone)} · {event.zone.replaceAll("_", " ")} ·{" "}
          {formatRelative(event.starts_at)}
        </>
      }
      actions={<Actions org={org} event={event} />}
    >
      <div className="flex flex-col gap-8">
        {draft && prepares && (
          <ChecklistPanel
            org={org}
            event={event.slug}
            checklist={checklist}
            {...(can("events.publish") &&
              !event.template && {
                action: <PublishButton org={org} event={event.slug} ready={checklist.ready} />,
              })}
          />
        )}
        {stats && can("orders.view") && (!draft || touched) && <Numbers org={org} event={event} stats={stats} />}
        {stats && stats.orders.asked > 0 && (
          <Link
            to="/$org/events/$event/orders"
            params={{ org, event: event.slug }}
            search={{ approval: "asked" }}
            className={tileLink}
          >
            <StatTile
              label="To approve"
              value={formatCount(stats.orders.asked)}
              detail={stats.orders.asked === 1 ? "1 order waits for you" : "orders wait for you"}
            />
          </Link>
        )}
        {!stats && can("checkin.view") && (
          <Link
            to="/$org/events/$event/door"
            params={{ org, event: event.slug }}
            className={`${buttonClass({ variant: "primary", size: "lg" })} self-start`}
          >
            Open the door
          </Link>
        )}
        {!draft && prepares && open.length > 0 && (
          <ChecklistPanel org={org} event={event.slug} checklist={{ ...checklist, items: open }} live />
        )}
      </div>
    </Page>
  );
}

const tileLink =
  "rounded-card transition-colors hover:[&>div]:bg-surface-2 [&>div]:h-full [&>div]:transition-colors min-w-0";

function Numbers({ org, event, stats }: { org: string; event: Event; stats: Stats }) {
  const params = { org, event: event.slug };
  return (
    <div className="flex flex-col gap-8">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))] gap-3">
        <Link to="/$org/events/$event/orders" params={params} search={{ status: "paid" }} className={tileLink}>
          <StatTile
            label="Revenue"
            value={formatMoney(stats.revenue)}
            detail={stats.orders.paid === 1 ? "1 paid order" : `${formatCount(stats.orders.paid)} paid orders`}
          />
        </Link>
        <Link to="/$org/events/$event/orders" params={params} search={{ status: "pending" }} className={tileLink}>
          <StatTile
            label="Waiting for payment"
            value={formatMoney(stats.pending_amount)}
            detail={stats.orders.pending === 1 ? "1 order" : `${formatCount(stats.orders.pending)} orders`}
          />
        </Link>
        <Link to="/$org/events/$event/tickets" params={params} className={tileLink}>
          <StatTile
            label="Tickets sold"
            value={formatCount(stats.tickets_sold)}
            detail={stats.capacity === null ? "no limit" : `of ${formatCount(stats.capacity ?? 0)}`}
          />
        </Link>
        <Link to="/$org/events/$event/door" params={params} className={tileLink}>
          <StatTile
            label="Checked in"
            value={formatCount(stats.checked_in)}
            detail={`of ${formatCount(stats.tickets_sold)} expected`}
          />
        </Link>
      </div>
      <StockBar sold={stats.tickets_sold} held={stats.tickets_held} size={stats.capacity ?? null} />
      {stats.per_day.length > 1 && (
        <Section title="Tickets per day">
          <SalesChart days={stats.per_day} currency={event.currency} />
        </Section>
      )}
      {stats.per_product.length > 0 && (
        <Section title="By ticket">
          <Table label="Sales by ticket">
            <Thead>
              <Th>Ticket</Th>
              <Th align="end">Sold</Th>
              <Th align="end">Revenue</Th>
            </Thead>
            <tbody>
              {stats.per_product.map((row) => (
                <Tr key={row.product_id}>
                  <Td>
                    <Link
                      to="/$org/events/$event/orders"
                      params={params}
                      search={{ product: row.product_id }}
                      className="font-semibold after:absolute after:inset-0"
                    >
                      {row.name}
                    </Link>
                  </Td>
                  <Td align="end">{formatCount(row.sold)}</Td>
                  <Td align="end">{formatMoney({ amount_minor: row.revenue_minor, currency: event.currency })}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
    </div>
  );
}
