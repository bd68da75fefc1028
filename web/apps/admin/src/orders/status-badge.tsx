import type { OrderSummary } from "@tessera/client";
import { Badge } from "@tessera/ui";
import { FlaskConical, Hourglass } from "lucide-react";
import { approvalWords, isAsked, statusWords } from "./words";

/** Where an order stands, and whether it is a test: signs and words. */
export function OrderStatusBadge({ order }: { order: Pick<OrderSummary, "status" | "approval" | "total" | "test"> }) {
  const decided = isAsked(order) || order.approval === "denied" ? order.approval : null;
  const { label, tone } = decided ? approvalWords[decided] : statusWords[order.status];
  const free = order.status === "paid" && order.total.amount_minor === 0;
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={tone} {...((order.status === "expired" || decided === "asked") && { icon: Hourglass })}>
        {free ? "Free" : label}
      </Badge>
      {order.test && (
        <Badge tone="info" icon={FlaskConical}>
          Test
        </Badge>
      )}
    </span>
  );
}
