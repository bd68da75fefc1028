import { ApiProblem, api, type Event, type Product, type ProductPatch, type Quota } from "@tessera/client";
import { cleanText, pickText } from "@tessera/ui";
import { same } from "../../lib/merge-form";
import { ownQuota, variationQuota } from "../quotas";
import { channelPricesOf, productOf, type TicketValues, type VariationValues } from "./values";

const base = "/api/v1/organisations/{org}/events/{event}";

export interface Saving {
  org: string;
  event: Event;
  product: Product;
  quotas: Quota[];
  /** What the form started from. */
  before: TicketValues;
  after: TicketValues;
  /** A variation of this place in the form exists from now on: another try must not make it again. */
  onMade: (place: number, id: string) => void;
}

/** The fields of `after` that say something else than `before`. */
export function changed<T extends object>(before: T, after: T): Partial<T> {
  const names = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(
    names.filter((name) => !same(before[name], after[name])).map((name) => [name, after[name]]),
  ) as Partial<T>;
}

/** Stores what was changed about a ticket, its places and its variations, in this order. */
export async function saveTicket(saving: Saving): Promise<void> {
  await saveProduct(saving);
  await saveOwnQuota(saving);
  await saveVariations(saving);
}

async function saveProduct({ org, event, product, quotas, before, after }: Saving): Promise<void> {
  const own = ownQuota(product, quotas);
  const patch: ProductPatch = changed(productOf(event, before), productOf(event, after));
  // The server drops a code that nothing needs any more; it only takes one with its visibility.
  if ("access_code" in patch && patch.access_code !== null) patch.visibility = after.visibility;
  const quotasStay = same(before.shared, after.shared) && (after.counting !== "shared" || !own);
  if (!quotasStay) patch.quota_ids = [...(own && after.counting !== "shared" ? [own.id] : []), ...after.shared];
  if (Object.keys(patch).length === 0) return;
  await api.PATCH(`${base}/products/{product}`, {
    params: { path: { org, event: event.slug, product: product.id } },
    body: patch,
    ifMatch: product.version,
  });
}

async function saveOwnQuota({ org, event, product, quotas, before, after }: Saving): Promise<void> {
  const path = { org, event: event.slug };
  const own = ownQuota(product, quotas);
  const size = after.counting === "count" ? after.amount : null;
  const plan = { size, blocked: after.blocked, close_when_sold_out: after.closes };
  if (after.counting === "shared") {
    if (own) await api.DELETE(`${base}/quotas/{quota}`, { params: { path: { ...path, quota: own.id } } });
    return;
  }
  if (!own) {
    const name = pickText(after.name, event.locales[0]);
    await api.POST(`${base}/quotas`, { params: { path }, body: { name, ...plan, product_ids: [product.id] } });
    return;
  }
  const was = { size: own.size ?? null, blocked: before.blocked, close_when_sold_out: before.closes };
  const patch = changed(was, plan);
  if (Object.keys(patch).length === 0) return;
  await api.PATCH(`${base}/quotas/{quota}`, { params: { path: { ...path, quota: own.id } }, body: patch });
}

async function saveVariations(saving: Saving): Promise<void> {
  const { org, event, product, before, after } = saving;
  const kept = new Set(after.variations.map(({ known }) => known));
  for (const { known } of before.variations.filter((one) => one.known && !kept.has(one.known)))
    await api.DELETE(`${base}/products/{product}/variations/{variation}`, {
      params: { path: { org, event: event.slug, product: product.id, variation: known } },
    });
  for (const [place, values] of after.variations.entries()) {
    await saveVariation(saving, place, values).catch((error: unknown) => {
      throw atVariation(error, place);
    });
  }
}

const ifRead = (version: number | undefined) => (version === undefined ? {} : { ifMatch: version });

function variationOf(event: Event, place: number, values: VariationValues) {
  return {
    name: cleanText(values.name, event.locales),
    description: cleanText(values.description, event.locales),
    price_minor: values.price as number | null,
    channel_prices: channelPricesOf(values.channelPrices),
    active: values.active,
    sort: (place + 1) * 10,
  };
}

async function saveVariation(saving: Saving, place: number, values: VariationValues): Promise<void> {
  const { org, event, product, quotas, before, after, onMade } = saving;
  const path = { org, event: event.slug, product: product.id };
  const body = variationOf(event, place, values);
  if (!values.known) {
    const made = await api.POST(`${base}/products/{product}/variations`, {
      params: { path },
      body: { ...body, ...(values.places !== null && { quota_size: values.places }) },
    });
    const ids = new Set(after.variations.map(({ known }) => known));
    const id = made.variations.find((one) => !ids.has(one.id) && !product.variations.some((old) => old.id === one.id));
    if (id) onMade(place, id.id);
    return;
  }
  const then = before.variations.findIndex(({ known }) => known === values.known);
  const was = before.variations[then];
  const patch = was ? changed(variationOf(event, then, was), body) : body;
  const variation = values.known;
  if (Object.keys(patch).length > 0)
    await api.PATCH(`${base}/products/{product}/variations/{variation}`, {
      params: { path: { ...path, variation } },
      body: patch,
      ...ifRead(product.variations.find(({ id }) => id === variation)?.version),
    });
  if (!was || was.places === values.places) return;
  const quota = variationQuota(variation, quotas);
  const inEvent = { org, event: event.slug };
  if (quota) {
    await api.PATCH(`${base}/quotas/{quota}`, {
      params: { path: { ...inEvent, quota: quota.id } },
      body: { size: values.places },
    });
  } else {
    const name = [after.name, values.name].map((text) => pickText(text, event.locales[0])).join(" · ");
    await api.POST(`${base}/quotas`, {
      params: { path: inEvent },
      body: { name, size: values.places, variation_ids: [variation] },
    });
  }
}

const variationFields: Record<string, string> = {
  price_minor: "price",
  channel_prices: "channelPrices",
  size: "places",
  quota_size: "places",
};

/** A refusal about one variation, pointing at its place in the form. */
export function atVariation(error: unknown, place: number): unknown {
  if (!(error instanceof ApiProblem)) return error;
  const errors = error.errors.map((one) => {
    const [, field = "", ...rest] = one.pointer.split("/");
    return { ...one, pointer: ["/variations", place, variationFields[field] ?? field, ...rest].join("/") };
  });
  return new ApiProblem({
    code: error.code,
    status: error.status,
    title: error.title,
    detail: error.detail,
    errors,
  });
}
