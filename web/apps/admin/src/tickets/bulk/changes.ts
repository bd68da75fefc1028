import type { Product, ProductPatch, ProductsPatch } from "@tessera/client";
import { changed } from "../editor/save";
import { highestPrice } from "../editor/values";
import { apiEdge, type Edge } from "../editor/window";

/** What is changed about many tickets; what is null stays. */
export interface BulkPlan {
  /** An empty id is "no category". */
  category: string | null;
  price: PriceChange | null;
  from: Edge | null;
  until: Edge | null;
  visibility: "public" | "hidden" | null;
  max: number | null;
}

export type PriceChange =
  | { kind: "set"; amount: number }
  | { kind: "raise" | "lower"; amount: number }
  | { kind: "raise_percent" | "lower_percent"; percent: string };

/** One change of one ticket or variation, with the way back. */
export interface BulkChange {
  product: string;
  /** The product's version that was read. */
  version: number;
  variation: string | null;
  before: ProductPatch;
  after: ProductPatch;
}

/** The price after a change, in whole minor units: half a unit is rounded up, and it stays in its bounds. */
export function newPrice(minor: number, change: PriceChange): number {
  const moved = () => {
    switch (change.kind) {
      case "set":
        return change.amount;
      case "raise":
        return minor + change.amount;
      case "lower":
        return minor - change.amount;
      default: {
        // In ten-thousandths of a percent, so that no decimal is lost.
        const share = Math.round(Number(change.percent) * 10_000);
        const part = Math.round((minor * share) / 1_000_000);
        return change.kind === "raise_percent" ? minor + part : minor - part;
      }
    }
  };
  return Math.min(highestPrice, Math.max(0, moved()));
}

/** What has to be sent for each ticket and each variation with a price of its own; tickets that stay are left out. */
export function bulkChanges(products: Product[], plan: BulkPlan, zone: string): BulkChange[] {
  return products.flatMap((product) => {
    const before = fieldsOf(product);
    const after = changed(before, { ...before, ...wanted(product, plan, zone) });
    const own: BulkChange[] =
      Object.keys(after).length === 0
        ? []
        : [
            {
              product: product.id,
              version: product.version,
              variation: null,
              before: onlyThese(before, after, product),
              after,
            },
          ];
    return [...own, ...variationChanges(product, plan.price)];
  });
}

function fieldsOf(product: Product) {
  return {
    category_id: product.category_id ?? null,
    price_minor: product.price.amount_minor,
    sales_from: product.sales_from ?? null,
    sales_from_minutes: product.sales_from_minutes ?? null,
    sales_until: product.sales_until ?? null,
    sales_until_minutes: product.sales_until_minutes ?? null,
    visibility: product.visibility,
    max_per_order: product.max_per_order,
  };
}

function wanted(product: Product, plan: BulkPlan, zone: string): Partial<ReturnType<typeof fieldsOf>> {
  const from = plan.from && apiEdge(plan.from, zone);
  const until = plan.until && apiEdge(plan.until, zone);
  return {
    ...(plan.category !== null && { category_id: plan.category || null }),
    ...(plan.price && { price_minor: newPrice(product.price.amount_minor, plan.price) }),
    ...(from && { sales_from: from.at, sales_from_minutes: from.minutes }),
    ...(until && { sales_until: until.at, sales_until_minutes: until.minutes }),
    ...(plan.visibility && { visibility: plan.visibility }),
    ...(plan.max !== null && { max_per_order: plan.max }),
  };
}

/** The old values of what changes. A ticket shown by a code needs the code again. */
function onlyThese(before: ProductPatch, after: ProductPatch, product: Product): ProductPatch {
  const names = Object.keys(after) as (keyof ProductPatch)[];
  const old: ProductPatch = Object.fromEntries(names.map((name) => [name, before[name]]));
  if ("visibility" in after && product.visibility === "code") old.access_code = product.access_code ?? null;
  return old;
}

/** All changes as one request, which changes everything or nothing. `back` goes back to what was before. */
export function bulkRequest(changes: BulkChange[], back: boolean): ProductsPatch["items"] {
  const products = [...new Set(changes.map(({ product }) => product))];
  return products.map((product) => {
    const its = changes.filter((change) => change.product === product);
    const own = its.find(({ variation }) => variation === null);
    const variations = its.flatMap(({ variation, before, after }) =>
      variation === null ? [] : [{ variation, changes: { price_minor: (back ? before : after).price_minor ?? null } }],
    );
    // On the way back the version is another one: by the change that is taken back.
    const version = own && !back ? { version: own.version } : {};
    return { product, ...version, ...(own && { changes: back ? own.before : own.after }), variations };
  });
}

function variationChanges(product: Product, price: PriceChange | null): BulkChange[] {
  if (!price) return [];
  return product.variations.flatMap(({ id, price_minor }) => {
    if (price_minor === null || price_minor === undefined) return [];
    const next = newPrice(price_minor, price);
    const { version } = product;
    const change = {
      product: product.id,
      version,
      variation: id,
      before: { price_minor },
      after: { price_minor: next },
    };
    return next === price_minor ? [] : [change];
  });
}
