import type { Product, Quota } from "@tessera/client";

/** The quota that belongs to this ticket alone: what people call its amount. */
export function ownQuota(product: Pick<Product, "id">, quotas: Quota[]): Quota | undefined {
  return quotas.find(
    ({ product_ids, variation_ids }) =>
      product_ids.length === 1 && product_ids[0] === product.id && variation_ids.length === 0,
  );
}

/** The quota that belongs to this variation alone. */
export function variationQuota(variation: string, quotas: Quota[]): Quota | undefined {
  return quotas.find(
    ({ product_ids, variation_ids }) =>
      variation_ids.length === 1 && variation_ids[0] === variation && product_ids.length === 0,
  );
}

/** Whether it limits one ticket or one variation alone. */
export const isOfOne = ({ product_ids, variation_ids }: Quota): boolean =>
  product_ids.length + variation_ids.length === 1;

/** Quotas over several tickets, or over none yet: made by hand as a second step. Those of removed tickets are left out. */
export function sharedQuotas(products: Product[], quotas: Quota[]): Quota[] {
  const variations = products.flatMap((product) => product.variations);
  const known = new Set([...products, ...variations].map(({ id }) => id));
  const own = new Set([
    ...products.map((product) => ownQuota(product, quotas)?.id),
    ...variations.map(({ id }) => variationQuota(id, quotas)?.id),
  ]);
  const isOrphan = (quota: Quota) =>
    isOfOne(quota) && ![...quota.product_ids, ...quota.variation_ids].some((id) => known.has(id));
  return quotas.filter((quota) => !own.has(quota.id) && !isOrphan(quota));
}

/** The quotas that everything sold of this ticket counts against, its variations' own ones included. */
export function quotasOf(product: Product, quotas: Quota[]): Quota[] {
  const variations = new Set(product.variations.map(({ id }) => id));
  return quotas.filter(
    (quota) => quota.product_ids.includes(product.id) || quota.variation_ids.some((id) => variations.has(id)),
  );
}
