import type { OrderSummary } from "@tessera/client";
import { Badge } from "@tessera/ui";
import { Hourglass } from "lucide-react";
import { statusWords } from "./words";

/** Where an order stands: sign and word. */
export function OrderStatusBadge({ order }: { order: Pick<OrderSummary, "status" | "total"> }) {
  const { label, tone } = statusWords[order.status];
  const free = order.status === "paid" && order.total.amount_minor === 0;
  return (
    <Badge tone={tone} {...(order.status === "expired" && { icon: Hourglass })}>
      {free ? "Free" : label}
    </Badge>
  );
}
