import type { Availability, Product } from "@tessera/client";
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

/** Whether it lets somebody in and costs something, as what most people buy does: prices are best tried with that. */
export const isPaidEntry = ({ kind }: Pick<Product, "kind">, minor: number): boolean =>
  kind === "admission" && minor > 0;

/** Whether everybody can buy it on the event page right now, without anything else. */
function isOnSale({ visibility, channels, sold_alone }: Product, { state }: Availability): boolean {
  return (
    visibility === "public" && channels.includes("web") && sold_alone && (state === "available" || state === "low")
  );
}

/** What a basket to try prices with starts with: the first paid entry that is on sale for everybody, or else the first. */
export function startOf(items: Item[], products: Product[]): Item | undefined {
  const start = items.find((item) => {
    const product = products.find(({ id }) => id === item.product);
    if (!product || !isPaidEntry(product, item.price)) return false;
    const variation = product.variations.find(({ id }) => id === item.variation);
    return isOnSale(product, (variation ?? product).availability);
  });
  return start ?? items[0];
}
