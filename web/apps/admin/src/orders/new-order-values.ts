import type { OrderIn, Product, QuoteIn } from "@tessera/client";
import * as z from "zod/mini";
import { count, emailAddress, required } from "../lib/schemas";
import { along, neededOf } from "../prices/along";
import type { Item } from "../prices/items";

/** The form of an order that the organiser takes. */
export const newOrderSchema = z.object({
  lines: z.array(
    z.object({
      /** A ticket or a variation. */
      item: required("Choose a ticket"),
      quantity: count("Enter a number from 1 to 100", 1, 100),
      /** What the buyer gives for each, where the price is free. */
      price: z
        .nullable(z.any())
        .check(z.refine((value) => value === null || Number.isInteger(value), "Enter an amount, or leave it empty")),
      names: z.string(),
    }),
  ),
  name: required("Enter the buyer's name"),
  email: emailAddress,
  locale: z.string(),
  payment: z.enum(["paid", "later", "bank_transfer"]),
  send_mail: z.boolean(),
  /** Whoever enters it has looked at it, where somebody has to. */
  approved: z.boolean(),
  channel: z.enum(["api", "box_office"]),
  voucher: z.string(),
  country: z.nullable(z.string()),
  business: z.boolean(),
  vat_id: z.string(),
});

export type NewOrderValues = z.infer<typeof newOrderSchema>;

const namesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function buyerOf({ voucher, country, business, vat_id }: NewOrderValues) {
  return {
    ...(voucher.trim() && { voucher: voucher.trim() }),
    ...(country && { country }),
    ...(country && business && { business }),
    ...(country && business && vat_id.trim() && { vat_id: vat_id.trim() }),
  };
}

function lineOf(line: NewOrderValues["lines"][number], items: Item[]) {
  const item = items.find(({ key }) => key === line.item);
  if (!item) return null;
  return {
    product: item.product,
    ...(item.variation && { variation: item.variation }),
    ...(item.free && Number.isInteger(line.price) && { price_minor: Number(line.price) }),
  };
}

/** How a line stands to the others, where add-ons are concerned. */
export interface Along {
  /** The ticket it goes with, or the tickets of which one has to stand before it. */
  words: string | null;
  /** What has to go along with it and is not there: the first form of it, and how many. */
  needs: { item: string; name: string; quantity: number }[];
}

/** What is said about each line whose ticket is an add-on or has some. */
export function alongOf(values: NewOrderValues, items: Item[], products: Product[]): Along[] {
  const lines = values.lines.map(({ item, quantity }) => {
    const product = items.find(({ key }) => key === item)?.product ?? "";
    return { item, product, quantity: Number(quantity) || 0 };
  });
  const nameOf = (key: string) => items.find((item) => item.key === key)?.name ?? "";
  const wordsOf = (product: string, parent: number | undefined) => {
    if (parent !== undefined) return `Goes with ${nameOf(lines[parent]?.item ?? "")} above.`;
    if (products.find(({ id }) => id === product)?.sold_alone ?? true) return null;
    const holders = products.filter(({ add_ons }) => add_ons.some(({ product_id }) => product_id === product));
    const names = items.filter((item) => holders.some(({ id }) => id === item.product)).map(({ name }) => name);
    return names.length > 0
      ? `Only sold along with ${names.join(" or ")}: put that above it.`
      : "Only sold along with another ticket, and none has it as an add-on.";
  };
  const placed = along(lines, products);
  const needed = neededOf(placed, products);
  return placed.map(({ product, parent }, place) => ({
    words: wordsOf(product, parent),
    needs: needed.flatMap((need) => {
      const form = need.parent === place && items.find((item) => item.product === need.product);
      return form ? [{ item: form.key, name: form.name, quantity: need.quantity }] : [];
    }),
  }));
}

/** What the order would cost is asked with this; lines that are not whole yet are left out. */
export function basketOf(values: NewOrderValues, items: Item[], products: Product[]): QuoteIn {
  const lines = values.lines.flatMap((line) => {
    const found = lineOf(line, items);
    const quantity = Number(line.quantity);
    return found && Number.isInteger(quantity) && quantity >= 1 && quantity <= 100 ? [{ ...found, quantity }] : [];
  });
  return { lines: along(lines, products), channel: values.channel, ...buyerOf(values) };
}

/** The order as the API takes it, for the total that was shown. */
export function orderOf(
  values: NewOrderValues,
  items: Item[],
  products: Product[],
  shown: number | undefined,
): OrderIn {
  const lines = values.lines.flatMap((line) => {
    const found = lineOf(line, items);
    return found ? [{ ...found, quantity: line.quantity as number, attendee_names: namesOf(line.names) }] : [];
  });
  const approves = values.lines.some(({ item }) => items.find(({ key }) => key === item)?.approval);
  return {
    name: values.name,
    email: values.email,
    locale: values.locale,
    channel: values.channel,
    lines: along(lines, products),
    ...buyerOf(values),
    ...(shown !== undefined && { shown_total_minor: shown }),
    payment_method: values.payment === "bank_transfer" ? "bank_transfer" : "manual",
    paid: values.payment === "paid",
    send_mail: values.send_mail,
    ...(approves && { approved: values.approved }),
  };
}
