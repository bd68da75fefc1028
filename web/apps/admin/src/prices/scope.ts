import type { Category, PriceScope, Product, Quota } from "@tessera/client";
import { pickText } from "@tessera/ui";

/** What there is to choose from at an event. */
export interface Offer {
  products: Product[];
  categories: Category[];
  quotas: Quota[];
  /** The event's main language. */
  locale: string | undefined;
}

export type Scope = Required<PriceScope>;

export const everything = (): Scope => ({ category_ids: [], product_ids: [], quota_ids: [], variation_ids: [] });

export const scopeOf = (scope: PriceScope | undefined): Scope => ({ ...everything(), ...scope });

export const isEverything = (scope: PriceScope | undefined): boolean =>
  Object.values(scopeOf(scope)).every((ids) => ids.length === 0);

/** A variation with its ticket's name: "Conference · Student". */
export const formName = (product: Product, name: Product["name"], locale: string | undefined): string =>
  `${pickText(product.name, locale)} · ${pickText(name, locale)}`;

/** The names of what it is good for; "everything" where nothing narrows it. */
export function scopeWords(scope: PriceScope | undefined, offer: Offer): string {
  if (isEverything(scope)) return "everything";
  const { category_ids, product_ids, quota_ids, variation_ids } = scopeOf(scope);
  const names = [
    ...offer.categories.filter(({ id }) => category_ids.includes(id)).map(({ name }) => pickText(name, offer.locale)),
    ...offer.products.filter(({ id }) => product_ids.includes(id)).map(({ name }) => pickText(name, offer.locale)),
    ...offer.products.flatMap((product) =>
      product.variations
        .filter(({ id }) => variation_ids.includes(id))
        .map(({ name }) => formName(product, name, offer.locale)),
    ),
    ...offer.quotas.filter(({ id }) => quota_ids.includes(id)).map(({ name }) => `places of ${name}`),
  ];
  return names.length > 0 ? names.join(", ") : "tickets that are gone";
}

/** Whether it is good for a ticket in one of its forms, as the server judges it. */
export function isInScope(scope: PriceScope | undefined, product: Product, variation?: Product["variations"][number]) {
  if (isEverything(scope)) return true;
  const { category_ids, product_ids, quota_ids, variation_ids } = scopeOf(scope);
  const quotas = [...product.quota_ids, ...(variation?.quota_ids ?? [])];
  return (
    product_ids.includes(product.id) ||
    (variation !== undefined && variation_ids.includes(variation.id)) ||
    (product.category_id !== null && product.category_id !== undefined && category_ids.includes(product.category_id)) ||
    quotas.some((id) => quota_ids.includes(id))
  );
}
