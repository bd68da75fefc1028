import type { Product } from "@tessera/client";
import { formatMoney, pickText } from "@tessera/ui";

type Id = Pick<Product, "id">;

/** The tickets that have this one as an add-on, and the bundles that contain it. */
export function holdersOf({ id }: Id, products: Product[]): { addedTo: Product[]; partOf: Product[] } {
  return {
    addedTo: products.filter(({ add_ons }) => add_ons.some(({ product_id }) => product_id === id)),
    partOf: products.filter(({ bundle }) => bundle.some(({ product_id }) => product_id === id)),
  };
}

/** Why a ticket can't belong to another one, as a half-sentence about it; null where it can. */
export function whyNotIn(whole: Id, candidate: Product): string | null {
  if (candidate.id === whole.id) return "is this ticket";
  const inside = [...candidate.add_ons, ...candidate.bundle];
  if (inside.some(({ product_id }) => product_id === whole.id)) return "has this ticket inside already";
  if (candidate.bundle.length > 0) return "is a bundle itself";
  if (candidate.add_ons.length > 0) return "has add-ons itself";
  return null;
}

/** How many go with each ticket. */
export function limitWords(min: number, max: number): string {
  if (min === max) return min === 1 ? "Exactly one with each ticket" : `Exactly ${min} with each ticket`;
  if (min > 0) return `${min} to ${max} with each ticket`;
  return max === 1 ? "One with each ticket, if buyers like" : `Up to ${max} with each ticket, if buyers like`;
}

/** The price, or the lowest to the highest where its variations have different ones. */
export function priceWords({ price, free_price, variations }: Product): string {
  const prices =
    variations.length > 0 ? variations.map((variation) => variation.price.amount_minor) : [price.amount_minor];
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  const said = formatMoney({ ...price, amount_minor: least }, { free: true });
  if (free_price) return `${said} or more`;
  return least === most ? said : `${said} – ${formatMoney({ ...price, amount_minor: most })}`;
}

export interface Belonging {
  words: string[];
  /** It is sold along with other tickets only, and there is none. */
  stranded: boolean;
}

/** What the list of tickets says about a ticket's add-ons, parts and holders. */
export function belongingOf(product: Product, products: Product[], locale: string | undefined): Belonging {
  const { addedTo } = holdersOf(product, products);
  const nameOf = (id: string) => pickText(products.find((one) => one.id === id)?.name, locale);
  const names = (ids: string[]) => ids.map(nameOf).filter(Boolean).join(", ");
  const words: string[] = [];
  if (!product.sold_alone && addedTo.length > 0) words.push(`Only along with ${names(addedTo.map(({ id }) => id))}`);
  else if (addedTo.length > 0) words.push(`Also an add-on of ${names(addedTo.map(({ id }) => id))}`);
  if (product.bundle.length > 0) {
    const parts = product.bundle.map(({ product_id, count }) => `${count} × ${nameOf(product_id)}`);
    words.push(`Contains ${parts.join(", ")}`);
  }
  if (product.add_ons.length > 0) words.push(`Add-ons: ${names(product.add_ons.map(({ product_id }) => product_id))}`);
  return { words, stranded: !product.sold_alone && addedTo.length === 0 };
}
