import type { Order } from "@tessera/client";
import { formatMoney } from "@tessera/ui";
import { methodWord } from "./words";

/** Something that happened to an order, in words. */
export interface StoryLine {
  at: string;
  title: string;
  detail?: string;
  /** Who did it. */
  by?: string;
  /** The mail to look at. */
  mail?: string;
}

const actors: Record<string, string> = {
  guest: "the buyer",
  job: "Tessera",
  system: "Tessera",
  provider: "the payment provider",
};

type Detail = Record<string, unknown>;
type Payments = Order["payments"];
const words = (value: unknown): string => (typeof value === "string" ? value : "");

const again: Record<string, string> = { tickets: "Tickets sent again", asked: "Confirmation sent again" };

/** The payment that a line is about, as it stands now, and what it is called. */
function paymentOf({ payment }: Detail, payments: Payments) {
  const id = payment && typeof payment === "object" && "id" in payment ? payment.id : undefined;
  const found = payments.find((one) => one.id === id);
  return { ...found, called: found ? `Payment of ${formatMoney(found.amount)}` : "Payment" };
}

const tellers: Record<string, (detail: Detail, payments: Payments) => { title: string; detail?: string }> = {
  "order.placed": () => ({ title: "Order placed" }),
  "order.approved": () => ({ title: "Approved" }),
  "order.denied": ({ reason }) => ({ title: "Denied", detail: words(reason) }),
  "order.paid": ({ method }) => ({
    title: method === "free" ? "Free order completed" : "Paid",
    ...(words(method) && method !== "free" && { detail: methodWord(words(method)) }),
  }),
  "payment.started": (detail, payments) => ({ title: `${paymentOf(detail, payments).called} started` }),
  "payment.failed": (detail, payments) => {
    const { called, state, failure } = paymentOf(detail, payments);
    return { title: `${called} ${state === "cancelled" ? "given up" : "failed"}`, detail: failure ?? "" };
  },
  "payment.unassigned": (detail, payments) => ({
    title: `${paymentOf(detail, payments).called} was not expected`,
    detail: "The order was not waiting for it: pay it back",
  }),
  "order.cancelled": ({ reason }) => ({ title: "Cancelled", detail: words(reason) }),
  "order.expired": () => ({ title: "Expired, because it was not paid in time" }),
  "order.note": ({ note }) => ({ title: "Note", detail: words(note) }),
  "order.resent": ({ about, address_changed }) => ({
    title: again[words(about)] ?? "Payment details sent again",
    ...(address_changed === true && { detail: "The email address was corrected" }),
  }),
};

/** `order.some_thing` → "Some thing", for what we have no words for yet. */
function plain(action: string): string {
  const text = action.split(".").pop()?.replaceAll("_", " ") ?? action;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const mailEnds: Record<string, string> = {
  queued: "waiting to be sent",
  kept: "kept in the mailbox",
  failed: "could not be sent",
};

/** Everything that happened to an order and its tickets, latest first. */
export function storyOf(order: Pick<Order, "timeline" | "positions" | "payments" | "mails">): StoryLine[] {
  const changes = order.timeline.map(({ at, action, actor, detail }): StoryLine => {
    const told = tellers[action]?.(detail ?? {}, order.payments) ?? { title: plain(action) };
    return { at, by: actors[actor] ?? actor, ...told };
  });
  const scans = order.positions.flatMap(({ ticket, attendee_name, product_name }): StoryLine[] => {
    if (!ticket?.checked_in_at) return [];
    const who = attendee_name || product_name;
    const where = ticket.checked_in_gate ? ` at ${ticket.checked_in_gate}` : "";
    return [{ at: ticket.checked_in_at, title: `Checked in${where}`, detail: `${who}, ${ticket.short_code}` }];
  });
  const mails = order.mails.map(({ id, created_at, subject, to_email, status }): StoryLine => {
    const end = mailEnds[status];
    return {
      at: created_at,
      title: `Mail “${subject}”`,
      detail: end ? `To ${to_email}, ${end}` : `To ${to_email}`,
      mail: id,
    };
  });
  // Sorting is stable: of two things in the same moment the later line of the log stays above.
  return [...changes, ...scans, ...mails].reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
