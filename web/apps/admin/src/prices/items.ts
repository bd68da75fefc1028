import type { Product } from "@tessera/client";
import { pickText } from "@tessera/ui";
import { formName } from "./scope";

/** Something that can be put into a basket: a ticket, or one of its variations where it has any. */
export interface Item {
  /** Tells it from all others. */
  key: string;
  product: string;
  variation: string | null;
  name: string;
  /** Its price, or the least of it, in minor units. */
  price: number;
  /** Buyers give what they want from that price up. */
  free: boolean;
  /** Somebody looks at every order with it first. */
  approval: boolean;
}

/** Everything that can be put into a basket, in the order of the event page. */
export function itemsOf(products: Product[], locale: string | undefined): Item[] {
  const lookedAt = new Set(products.filter(({ approval }) => approval).map(({ id }) => id));
  return products.flatMap((product): Item[] => {
    const contains = (product.bundle ?? []).some(({ product_id }) => lookedAt.has(product_id));
    const common = { product: product.id, free: product.free_price, approval: product.approval || contains };
    if (product.variations.length === 0)
      return [
        {
          ...common,
          key: product.id,
          variation: null,
          name: pickText(product.name, locale),
          price: product.price.amount_minor,
        },
      ];
    return product.variations.map(({ id, name, price }) => ({
      ...common,
      key: id,
      variation: id,
      name: formName(product, name, locale),
      price: price.amount_minor,
    }));
  });
}
