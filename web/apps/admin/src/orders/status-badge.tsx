import type { OrderSummary } from "@tessera/client";
import { Badge } from "@tessera/ui";
import { Hourglass } from "lucide-react";
import { approvalWords, isAsked, statusWords } from "./words";

/** Where an order stands: sign and word. */
export function OrderStatusBadge({ order }: { order: Pick<OrderSummary, "status" | "approval" | "total"> }) {
  const decided = isAsked(order) || order.approval === "denied" ? order.approval : null;
  const { label, tone } = decided ? approvalWords[decided] : statusWords[order.status];
  const free = order.status === "paid" && order.total.amount_minor === 0;
  return (
    <Badge tone={tone} {...((order.status === "expired" || decided === "asked") && { icon: Hourglass })}>
      {free ? "Free" : label}
    </Badge>
  );
}
