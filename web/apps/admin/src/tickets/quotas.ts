import type { Product, Quota } from "@tessera/client";

/** The quota that belongs to this ticket alone: what people call its amount. */
export function ownQuota(product: Product, quotas: Quota[]): Quota | undefined {
  return quotas.find(({ product_ids }) => product_ids.length === 1 && product_ids[0] === product.id);
}

/** Quotas over several tickets, or over none yet: made by hand as a second step. */
export function sharedQuotas(products: Product[], quotas: Quota[]): Quota[] {
  const own = new Set(products.map((product) => ownQuota(product, quotas)?.id));
  return quotas.filter(({ id }) => !own.has(id));
}

/** The order after moving one item by one place, as `sort` values that have to change. */
export function reorder(products: Product[], id: string, step: -1 | 1): { id: string; sort: number }[] {
  const from = products.findIndex((product) => product.id === id);
  const to = from + step;
  const moved = products[from];
  if (!moved || to < 0 || to >= products.length) return [];
  const order = products.toSpliced(from, 1).toSpliced(to, 0, moved);
  return order
    .map((product, index) => ({ product, sort: (index + 1) * 10 }))
    .flatMap(({ product, sort }) => (product.sort === sort ? [] : [{ id: product.id, sort }]));
}
