import type { Event } from "@tessera/client";
import { formatInstant, formatMoney, pickText } from "@tessera/ui";
import type { TicketValues } from "./values";
import { type Edge, momentOf } from "./window";

export interface PreviewLine {
  name: string;
  about: string;
  price: string;
  /** The list price on the event page as it is typed, in minor units. */
  minor: number;
  /** The variation as it is stored; empty for a new one, null for the ticket itself. */
  variation: string | null;
  /** Why it can't be chosen; null where a number can be entered. */
  closed: string | null;
}

export interface Preview {
  name: string;
  about: string;
  /** Several where the ticket has variations; they stand under its name. */
  lines: PreviewLine[];
  /** Below the price: until when it is on sale. */
  until: string | null;
  /** The most that the quantity takes. */
  most: number;
  /** Buyers set the price. */
  free: boolean;
  /** Who sees it, where that is not everybody. */
  seenBy: string | null;
}

const seenBy: Record<TicketValues["visibility"], string | null> = {
  public: null,
  code: "Only guests who enter the access code see this.",
  voucher: "Only guests with a voucher that shows it see this.",
  hidden: "Guests do not see this ticket.",
};

/** What the event page shows of a ticket as it stands in the form, in one language. */
export function previewOf(values: TicketValues, event: Event, locale: string | undefined, now: Date): Preview {
  const { zone, currency } = event;
  const text = (value: TicketValues["name"]) => pickText(value, locale, event.locales[0]);
  const priceOf = (minor: unknown) => {
    const said = formatMoney({ amount_minor: Number.isInteger(minor) ? Number(minor) : 0, currency }, { free: true });
    return values.free ? `${said} or more` : said;
  };
  const moment = (edge: TicketValues["from"]) => momentOf(edge as Edge, zone, event.starts_at);
  const [from, until] = [moment(values.from), moment(values.until)];
  const notOnPage = !values.channels.includes("web");
  const closed = (places: unknown, active = true) => {
    if (notOnPage || !active) return "Not on sale";
    if (from && Date.parse(from) > now.getTime()) return `On sale from ${formatInstant(from, zone)}`;
    if (until && Date.parse(until) <= now.getTime()) return "The sale has ended";
    return places === 0 ? "Sold out" : null;
  };
  const own = values.counting === "count" && values.amount !== null ? Number(values.amount) - values.blocked : null;
  const line = (price: unknown, variation: string | null) => ({
    price: priceOf(price),
    minor: Number.isInteger(price) ? Number(price) : 0,
    variation,
  });
  const lines = values.variations.map((one) => ({
    name: text(one.name),
    about: text(one.description),
    ...line(one.channelPrices.web ?? one.price ?? values.channelPrices.web ?? values.price, one.known),
    closed: closed(own === 0 ? 0 : one.places, one.active),
  }));
  const only = { name: "", about: "", ...line(values.channelPrices.web ?? values.price, null), closed: closed(own) };
  return {
    name: text(values.name),
    about: text(values.description),
    lines: lines.length > 0 ? lines : [only],
    until: until && Date.parse(until) > now.getTime() ? `On sale until ${formatInstant(until, zone)}` : null,
    most: Number.isInteger(values.max) ? values.max : 1,
    free: values.free,
    seenBy: notOnPage ? "It is not sold on the event page." : seenBy[values.visibility],
  };
}
