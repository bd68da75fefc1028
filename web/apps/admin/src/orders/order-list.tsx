import { Link } from "@tanstack/react-router";
import type { OrderSummary } from "@tessera/client";
import { Badge, formatInstant, formatMoment, formatMoney, formatRelative, Table, Td, Th, Thead, Tr } from "@tessera/ui";
import { Building2 } from "lucide-react";
import { useMedia } from "../lib/media";
import { OrderStatusBadge } from "./status-badge";
import { methodWord, ticketsWord, vatWords } from "./words";

interface Props {
  org: string;
  event: string;
  zone: string;
  orders: OrderSummary[];
  /** Newer rows are on the way. */
  refreshing: boolean;
}

/** Orders as a table, and as cards where a table would not fit. */
export function OrderList(props: Props) {
  return useMedia("(min-width: 768px)") ? <OrderTable {...props} /> : <OrderCards {...props} />;
}

const wholeRow =
  "after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus";

function OrderLink({ org, event, code }: { org: string; event: string; code: string }) {
  return (
    <Link
      to="/$org/events/$event/orders/$code"
      params={{ org, event, code }}
      data-row
      className={`font-code font-semibold ${wholeRow}`}
    >
      {code}
    </Link>
  );
}

/** "5 minutes ago" on the first day, then the day; the exact moment for whoever points at it or hears it. */
function When({ at, zone }: { at: string; zone: string }) {
  const recent = Date.now() - Date.parse(at) < 24 * 3600_000;
  return (
    <time dateTime={at} title={formatInstant(at, zone)} className="whitespace-nowrap">
      {recent ? formatRelative(at) : formatMoment(at, zone)}
    </time>
  );
}

/** Only where the register of VAT ids has not said yes. */
function VatBadge({ order: { buyer_tax } }: { order: OrderSummary }) {
  if (!buyer_tax?.vat_id || buyer_tax.checked === "valid") return null;
  return (
    <Badge tone="warning" icon={Building2} className="mt-1">
      VAT id: {vatWords[buyer_tax.checked].toLowerCase()}
    </Badge>
  );
}

function OrderTable({ org, event, zone, orders, refreshing }: Props) {
  return (
    <Table label="Orders" refreshing={refreshing}>
      <Thead>
        <Th>Order</Th>
        <Th>Buyer</Th>
        <Th>Status</Th>
        <Th align="end">Tickets</Th>
        <Th align="end">Total</Th>
        <Th className="max-lg:hidden">Payment</Th>
        <Th align="end">Placed</Th>
      </Thead>
      <tbody>
        {orders.map((order) => (
          <Tr key={order.id}>
            <Td>
              <OrderLink org={org} event={event} code={order.code} />
            </Td>
            <Td className="max-w-72">
              <div className="compact:flex compact:items-baseline compact:gap-2">
                <p className="truncate">
                  <bdi>{order.name}</bdi>
                </p>
                <p className="truncate text-sm text-ink-2">{order.email}</p>
              </div>
              <VatBadge order={order} />
            </Td>
            <Td>
              <OrderStatusBadge order={order} />
            </Td>
            <Td align="end">{order.tickets}</Td>
            <Td align="end" className="whitespace-nowrap">
              {formatMoney(order.total, { free: true })}
            </Td>
            <Td className="whitespace-nowrap text-ink-2 max-lg:hidden">{methodWord(order.payment_method)}</Td>
            <Td align="end" className="text-ink-2">
              <When at={order.created_at} zone={zone} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function OrderCards({ org, event, zone, orders, refreshing }: Props) {
  return (
    <div className="relative">
      {refreshing && <div className="absolute inset-x-0 top-0 z-10 h-0.5 bg-brand motion-safe:animate-pulse" />}
      <ul aria-label="Orders" className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {orders.map((order) => (
          <li key={order.id} className="relative flex flex-col gap-1 px-4 py-(--item-pad) active:bg-surface-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <OrderLink org={org} event={event} code={order.code} />
              <OrderStatusBadge order={order} />
            </div>
            <p className="truncate">
              <bdi>{order.name}</bdi>
            </p>
            <p className="truncate text-sm text-ink-2">{order.email}</p>
            <VatBadge order={order} />
            <p className="flex flex-wrap justify-between gap-x-3 text-ink-2 tabular-nums">
              <span>
                {ticketsWord(order.tickets)} · {formatMoney(order.total, { free: true })}
              </span>
              <When at={order.created_at} zone={zone} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
