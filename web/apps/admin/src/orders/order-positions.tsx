import type { Order, Position } from "@tessera/client";
import { Badge, Button, formatMoment, formatMoney } from "@tessera/ui";
import { DoorOpen, Hourglass, Pencil, Ticket } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../app/permissions";
import { priceWords } from "./costs";

const Rename = lazy(() => import("./rename"));

/** The tickets of an order: whose, what, and what has become of them. */
export function Positions({ org, event, order, zone }: { org: string; event: string; order: Order; zone: string }) {
  const mayRename = useCan("orders.edit") && (order.status === "pending" || order.status === "paid");
  const [renamed, setRenamed] = useState<Position | null>(null);
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {order.positions.map((position) => (
          <li key={position.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-(--item-pad)">
            <div className="min-w-0 flex-1 basis-40">
              <p className="font-semibold break-words">
                <bdi>{position.product_name}</bdi>
              </p>
              <p className="flex items-center gap-1 text-ink-2 break-words">
                <bdi className="min-w-0">{position.attendee_name || "No name on it"}</bdi>
                {mayRename && (
                  <Button
                    variant="quiet"
                    size="icon-sm"
                    aria-label={`Change the name on ticket ${position.number}`}
                    onClick={() => setRenamed(position)}
                  >
                    <Pencil aria-hidden />
                  </Button>
                )}
              </p>
            </div>
            <span className="font-code text-sm text-ink-2">
              {position.ticket?.short_code ?? `No. ${position.number}`}
            </span>
            <TicketState position={position} order={order} zone={zone} />
            <span className="ms-auto min-w-20 text-end tabular-nums">
              {formatMoney(position.price, { free: true })}
            </span>
            {aboutWords(order, position) && (
              <p className="w-full text-sm text-ink-2 wrap-anywhere">{aboutWords(order, position)}</p>
            )}
          </li>
        ))}
      </ul>
      {renamed && (
        <Suspense>
          <Rename org={org} event={event} order={order} position={renamed} onClose={() => setRenamed(null)} />
        </Suspense>
      )}
    </>
  );
}

/** Which ticket it goes with, and how its price came about. */
function aboutWords(order: Order, { parent, number }: Position): string {
  const holder = order.positions.find((one) => parent && one.number === parent);
  const belongs = holder && `Belongs to ${holder.ticket?.short_code ?? `No. ${holder.number}`}, ${holder.product_name}`;
  return [belongs, priceWords(order, number)].filter(Boolean).join(" · ");
}

function TicketState({ position, order, zone }: { position: Position; order: Order; zone: string }) {
  const { ticket } = position;
  if (ticket?.status === "revoked") return <Badge tone="danger">Void</Badge>;
  if (ticket?.checked_in_at) {
    const gate = ticket.checked_in_gate ? `, ${ticket.checked_in_gate}` : "";
    return (
      <Badge tone="success" icon={DoorOpen}>
        In since {formatMoment(ticket.checked_in_at, zone)}
        {gate}
      </Badge>
    );
  }
  if (ticket) {
    return (
      <Badge tone="info" icon={Ticket}>
        Valid
      </Badge>
    );
  }
  return order.status === "pending" ? (
    <Badge tone="warning" icon={Hourglass}>
      After payment
    </Badge>
  ) : (
    <Badge>None</Badge>
  );
}
