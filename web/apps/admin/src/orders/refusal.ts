import type { ApiProblem, OrderStatus } from "@tessera/client";

/** How an order stands, said to somebody who wanted to change it. */
export const standing: Record<OrderStatus, string> = {
  pending: "This order is awaiting payment",
  paid: "This order is paid already",
  expired: "This order has expired meanwhile",
  cancelled: "This order was cancelled meanwhile",
};

/** Why an action was refused and what helps; `status` is how the order stands after looking again. */
export function explainRefusal(
  problem: Pick<ApiProblem, "code" | "title" | "detail">,
  status: OrderStatus,
): { title: string; text: string } {
  switch (problem.code) {
    case "sales.wrong_state":
      return {
        title: standing[status],
        text: "It changed while you were looking at it. Nothing was done on top of that.",
      };
    case "sales.decided":
      return { title: problem.detail, text: "Somebody else was faster. Nothing was done on top of that." };
    case "sales.sold_out":
      return {
        title: "Its places were sold meanwhile",
        text: "The order stays as it is. Give the ticket more places under Tickets, then try again.",
      };
    case "request.in_flight":
      return { title: "This is being done already", text: "Wait a moment, then look at the order again." };
    default:
      return { title: problem.title, text: problem.detail };
  }
}
