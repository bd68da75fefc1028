import type { Money, Order, OrderStatus } from "@tessera/client";
import { formatInstant, formatMoney, type Tone } from "@tessera/ui";

/** How a state is called and coloured. */
export const statusWords: Record<OrderStatus, { label: string; tone: Tone }> = {
  pending: { label: "Awaiting payment", tone: "warning" },
  paid: { label: "Paid", tone: "success" },
  expired: { label: "Expired", tone: "neutral" },
  cancelled: { label: "Cancelled", tone: "danger" },
};

/** What was decided about an order that is looked at first. */
export const approvalWords: Record<NonNullable<Order["approval"]>, { label: string; tone: Tone }> = {
  asked: { label: "To approve", tone: "info" },
  approved: { label: "Approved", tone: "success" },
  denied: { label: "Denied", tone: "danger" },
};

/** Whether nobody has decided about it yet. */
export const isAsked = ({ status, approval }: Pick<Order, "status" | "approval">): boolean =>
  status === "pending" && approval === "asked";

const methodWords: Record<string, string> = {
  sandbox: "Test card",
  bank_transfer: "Bank transfer",
  manual: "By hand",
  free: "Free",
};

export const methodWord = (method: string): string => methodWords[method] ?? method.replaceAll("_", " ");

/** What the register said about a buyer's VAT id. */
export const vatWords: Record<NonNullable<Order["buyer_tax"]>["checked"], string> = {
  unchecked: "Not checked yet",
  valid: "Valid",
  invalid: "Unknown to the register",
};

export const ticketsWord = (count: number): string => (count === 1 ? "1 ticket" : `${count} tickets`);

/** What is owed, what came in, and the difference, from the order's ledger; tests are in no ledger. */
export function balanceOf(order: Pick<Order, "ledger" | "total" | "test" | "status" | "payments">): {
  owed: Money;
  received: Money;
  open: number;
} {
  const sum = (kind: string) =>
    order.ledger.filter((row) => row.kind === kind).reduce((total, row) => total + row.amount.amount_minor, 0);
  const { currency } = order.total;
  const stands = order.status === "pending" || order.status === "paid";
  const paid = order.payments.filter(({ state }) => state === "confirmed");
  const [owed, received] = order.test
    ? [stands ? order.total.amount_minor : 0, paid.reduce((total, { amount }) => total + amount.amount_minor, 0)]
    : [sum("sale"), sum("payment")];
  return {
    owed: { amount_minor: owed, currency },
    received: { amount_minor: received, currency },
    open: owed - received,
  };
}

const waitingFor: Record<string, string> = {
  bank_transfer: "Waiting for a bank transfer of",
  sandbox: "Waiting for the card payment of",
};

/** One sentence: where the order stands, what happens next and by when. */
export function statusSentence(order: Order, zone: string): string {
  const at = (instant: string | null | undefined) => (instant ? formatInstant(instant, zone) : "an unknown time");
  const total = formatMoney(order.total);
  switch (order.status) {
    case "pending": {
      if (isAsked(order))
        return `Waiting for you: approve or deny it. Its places are held, and ${order.name || "the buyer"} pays nothing until then.`;
      const waits = `${waitingFor[order.payment_method] ?? "Waiting for"} ${total}`;
      if (!order.expires_at) return `${waits}.`;
      const places = order.tickets === 1 ? "its place goes" : `its ${order.tickets} places go`;
      return `${waits} until ${at(order.expires_at)}. After that it expires and ${places} back on sale.`;
    }
    case "paid": {
      const inside = order.positions.filter(({ ticket }) => ticket?.checked_in_at).length;
      const done = order.total.amount_minor === 0 ? "Free, complete since" : `${total} paid on`;
      const door = inside > 0 ? ` ${inside} of ${ticketsWord(order.tickets)} checked in.` : "";
      return `${done} ${at(order.paid_at)}.${door}`;
    }
    case "expired":
      return `Not paid in time: it expired on ${at(order.ended_at)}, and its places went back on sale.`;
    case "cancelled":
      if (order.approval === "denied") return `Denied on ${at(order.ended_at)}. Its places went back on sale.`;
      return `Cancelled on ${at(order.ended_at)}. Its tickets no longer work.`;
  }
}
