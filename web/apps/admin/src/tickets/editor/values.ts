import type { ChannelPrices, Event, Product, ProductPatch, Quota } from "@tessera/client";
import { cleanText, type LocalizedText } from "@tessera/ui";
import * as z from "zod/mini";
import { count, countOrNone, localized, requiredText } from "../../lib/schemas";
import { ownQuota, variationQuota } from "../quotas";
import { iconNames } from "../ticket-icon";
import { apiComposition, bundleProblem, compositionFields, compositionOf } from "./composition";
import { apiEdge, type Edge, edgeOf, edgeProblem, momentOf, unitNames } from "./window";

export const highestPrice = 10_000_000_000;
export const mostPlaces = 10_000_000;

const price = "Enter a price, 0 if the ticket is free";
const edge = z
  .object({
    mode: z.enum(["open", "at", "before", "after"]),
    at: z.nullable(z.string()),
    count: z.nullable(z.any()),
    unit: z.enum(unitNames),
  })
  .check((context) => {
    const message = edgeProblem(context.value as Edge);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  });

const ownPrice = z
  .nullable(z.any())
  .check(
    z.refine(
      (value) => value === null || (Number.isInteger(value) && value >= 0 && value <= highestPrice),
      "Enter a price, or leave it empty for the same",
    ),
  );
const channelPrices = z.object({ web: ownPrice, box_office: ownPrice, api: ownPrice });

const variation = z.object({
  /** The variation it is already; empty for a new one. */
  known: z.string(),
  name: requiredText("Enter the variation's name"),
  description: localized,
  price: z
    .nullable(z.any())
    .check(
      z.refine(
        (value) => value === null || (Number.isInteger(value) && value >= 0 && value <= highestPrice),
        "Enter a price, or leave it empty for the ticket's own",
      ),
    ),
  channelPrices,
  places: countOrNone("Enter how many there are, or leave it empty"),
  active: z.boolean(),
});

/** The form of one ticket at an event. */
export const ticketSchema = (event: Pick<Event, "zone" | "starts_at">) =>
  z
    .object({
      name: requiredText("Enter the ticket's name"),
      description: localized,
      icon: z.enum(["", ...iconNames]),
      kind: z.enum(["admission", "merchandise", "donation"]),
      category: z.string(),
      free: z.boolean(),
      price: count(price, 0, highestPrice),
      channelPrices,
      variations: z.array(variation),
      counting: z.enum(["count", "endless", "shared"]),
      amount: countOrNone("Enter how many there are"),
      blocked: count("Enter how many are kept aside, 0 for none", 0, mostPlaces),
      closes: z.boolean(),
      shared: z.array(z.string()),
      channels: z.array(z.enum(["web", "box_office", "api"])).check(z.minLength(1, "Choose at least one")),
      min: count("Enter a number from 1 to 100", 1, 100),
      max: count("Enter a number from 1 to 100", 1, 100),
      fewest: countOrNone("Enter a number from 1 to 100, or leave it empty", 1),
      per_customer: countOrNone("Enter a number from 1 to 1,000, or leave it empty", 1),
      from: edge,
      until: edge,
      visibility: z.enum(["public", "code", "voucher", "hidden"]),
      code: z.string(),
      approval: z.boolean(),
      ...compositionFields,
    })
    .check(
      (context) => {
        const wrong = bundleProblem(context.value);
        if (wrong) context.issues.push({ code: "custom", ...wrong, input: context.value });
      },
      z.refine(({ counting, amount }) => counting !== "count" || amount !== null, {
        path: ["amount"],
        message: "Enter how many there are",
      }),
      z.refine(({ counting, amount, blocked }) => counting !== "count" || amount === null || blocked <= amount, {
        path: ["blocked"],
        message: "No more can be kept aside than there are",
      }),
      z.refine(
        ({ counting, shared, variations }) =>
          counting !== "shared" ||
          shared.length > 0 ||
          (variations.length > 0 && variations.every(({ places }) => places !== null)),
        {
          path: ["counting"],
          message: "Choose a shared limit below, or give every variation its own places",
        },
      ),
      z.refine(({ min, max }) => min <= max, {
        path: ["min"],
        message: "The fewest cannot be more than the most",
      }),
      z.refine(({ min, per_customer }) => per_customer === null || per_customer >= min, {
        path: ["per_customer"],
        message: "A customer has to be allowed as many as an order needs",
      }),
      z.refine(({ fewest, max }) => fewest === null || fewest <= max, {
        path: ["fewest"],
        message: "An order has to be allowed as many as a customer needs",
      }),
      z.refine(({ fewest, per_customer }) => fewest === null || per_customer === null || fewest <= per_customer, {
        path: ["fewest"],
        message: "The fewest cannot be more than the most",
      }),
      z.refine(
        ({ from, until }) => {
          const [start, end] = [from, until].map((one) => momentOf(one as Edge, event.zone, event.starts_at));
          return !start || !end || end > start;
        },
        { path: ["until"], message: "The sale has to end after it starts" },
      ),
      z.refine(({ visibility, code }) => visibility !== "code" || code.trim() !== "", {
        path: ["code"],
        message: "Enter the code that shows this ticket",
      }),
    );

export type TicketValues = z.infer<ReturnType<typeof ticketSchema>>;
export type VariationValues = TicketValues["variations"][number];

export type ChannelPriceValues = TicketValues["channelPrices"];

const samePrices: ChannelPriceValues = { web: null, box_office: null, api: null };

/** Prices by channel as the API takes them: only those that are another price. */
export function channelPricesOf(values: ChannelPriceValues): ChannelPrices {
  return Object.fromEntries(Object.entries(values).filter(([, minor]) => minor !== null));
}

export const newVariation = (): VariationValues => ({
  known: "",
  name: {},
  description: {},
  price: null,
  channelPrices: samePrices,
  places: null,
  active: true,
});

/** What the form shows of a ticket. */
export function valuesOf(event: Event, product: Product, quotas: Quota[]): TicketValues {
  const own = ownQuota(product, quotas);
  const others = product.quota_ids.filter((id) => id !== own?.id);
  const { zone } = event;
  return {
    name: product.name,
    description: product.description,
    icon: product.icon ?? "",
    kind: product.kind,
    category: product.category_id ?? "",
    free: product.free_price,
    price: product.price.amount_minor,
    channelPrices: { ...samePrices, ...product.channel_prices },
    variations: product.variations.map((one) => ({
      known: one.id,
      name: one.name,
      description: one.description,
      price: one.price_minor ?? null,
      channelPrices: { ...samePrices, ...one.channel_prices },
      places: variationQuota(one.id, quotas)?.size ?? null,
      active: one.active,
    })),
    counting: own ? (own.size === null || own.size === undefined ? "endless" : "count") : "shared",
    amount: own?.size ?? null,
    blocked: own?.blocked ?? 0,
    closes: own?.close_when_sold_out ?? false,
    shared: others,
    channels: product.channels,
    min: product.min_per_order,
    max: product.max_per_order,
    fewest: product.min_per_customer ?? null,
    per_customer: product.max_per_customer ?? null,
    from: edgeOf({ at: product.sales_from ?? null, minutes: product.sales_from_minutes ?? null }, zone),
    until: edgeOf({ at: product.sales_until ?? null, minutes: product.sales_until_minutes ?? null }, zone),
    visibility: product.visibility,
    code: product.access_code ?? "",
    approval: product.approval,
    ...compositionOf(product),
  };
}

/** What the form says about the ticket itself, as the API takes it. */
export function productOf(event: Pick<Event, "zone" | "locales">, values: TicketValues): ProductPatch {
  const from = apiEdge(values.from as Edge, event.zone);
  const until = apiEdge(values.until as Edge, event.zone);
  const text = (value: LocalizedText) => cleanText(value, event.locales);
  return {
    name: text(values.name),
    description: text(values.description),
    icon: values.icon || null,
    kind: values.kind,
    category_id: values.category || null,
    price_minor: values.price,
    channel_prices: channelPricesOf(values.channelPrices),
    free_price: values.free,
    channels: values.channels,
    min_per_order: values.min,
    max_per_order: values.max,
    min_per_customer: values.fewest,
    max_per_customer: values.per_customer,
    sales_from: from.at,
    sales_from_minutes: from.minutes,
    sales_until: until.at,
    sales_until_minutes: until.minutes,
    visibility: values.visibility,
    access_code: values.visibility === "code" ? values.code.trim() : null,
    approval: values.approval,
    ...apiComposition(values),
  };
}

/** API names of fields that the form calls otherwise. */
export const ticketFields = {
  price_minor: "price",
  channel_prices: "channelPrices",
  free_price: "free",
  category_id: "category",
  sales_from: "from",
  sales_from_minutes: "from",
  sales_until: "until",
  sales_until_minutes: "until",
  min_per_order: "min",
  max_per_order: "max",
  min_per_customer: "fewest",
  max_per_customer: "per_customer",
  access_code: "code",
  quota_ids: "shared",
  size: "amount",
  sold_alone: "only_added",
};

/** What the other fields are called beside their values. */
export const ticketNames = {
  name: "Name",
  description: "What is included",
  icon: "Icon",
  kind: "What one gets",
  category: "Category",
  free: "Who sets the price",
  price: "Price",
  channelPrices: "Other prices",
  variations: "Variations",
  counting: "Places",
  closes: "Closes when sold out",
  channels: "Where it is sold",
  visibility: "Who sees it",
};

export const ticketLabels = {
  amount: "How many",
  blocked: "Kept aside",
  shared: "Shared limits",
  from: "Sale starts",
  until: "Sale ends",
  min: "Fewest per order",
  max: "Most per order",
  fewest: "Fewest per customer",
  per_customer: "Most per customer",
  code: "Access code",
  add_ons: "The add-ons",
  bundle: "The bundle",
};
