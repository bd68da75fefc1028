import type { Product, QuoteIn, VoucherIn } from "@tessera/client";
import { wholeBasket } from "../prices/along";
import { isPaidEntry } from "../prices/items";
import { formName, isInScope } from "../prices/scope";

/** Somebody who might come with the voucher, and what they want. */
export interface Buyer {
  title: string;
  lines: QuoteIn["lines"];
}

interface Item {
  product: Product;
  variation: Product["variations"][number] | undefined;
  price: number;
  good: boolean;
}

/**
 * Three baskets that show what a voucher does: a single ticket that it is good for, a group with the dearest, and a
 * ticket with an add-on; where there are no add-ons, one with something else that it is not good for, or a couple.
 */
export function threeBuyers(
  voucher: Pick<VoucherIn, "scope" | "min_uses">,
  products: Product[],
  locale: string | undefined,
): Buyer[] {
  const items = products
    .filter(({ sold_alone }) => sold_alone)
    .flatMap((product): Item[] => {
      const good = (variation?: Item["variation"]) => isInScope(voucher.scope, product, variation);
      if (product.variations.length === 0)
        return [{ product, variation: undefined, price: product.price.amount_minor, good: good() }];
      return product.variations.map((variation) => ({
        product,
        variation,
        price: variation.price.amount_minor,
        good: good(variation),
      }));
    })
    .toSorted((a, b) => a.price - b.price);
  const good = items.filter((item) => item.good);
  const entry = good.find(({ product, price }) => isPaidEntry(product, price));
  const cheapest = entry ?? good.find(({ price }) => price > 0) ?? good[0];
  const dearest = good.at(-1);
  if (!cheapest || !dearest) return [];
  const group = Math.max(5, voucher.min_uses ?? 1);
  const other = items.findLast((item) => !item.good);
  const name = ({ product, variation }: Pick<Item, "product" | "variation">) =>
    formName(product, variation?.name ?? {}, locale).replace(/ · $/, "");
  const buyer = (title: string, ...wishes: Wish[]) => ({ title, lines: wholeBasket(wishes, products) });
  const added = addOnOf(good, products);
  return [
    buyer(`Alone: 1 × ${name(cheapest)}`, wish(cheapest, 1)),
    buyer(`A group: ${group} × ${name(dearest)}`, wish(dearest, group)),
    (added && buyer(`With an add-on: 1 × ${name(added.to)}, ${name(added)}`, wish(added.to, 1), wish(added, 1))) ||
      (other && buyer(`Mixed: 1 × ${name(cheapest)}, 1 × ${name(other)}`, wish(cheapest, 1), wish(other, 1))) ||
      buyer(`A couple: 2 × ${name(cheapest)}`, wish(cheapest, 2)),
  ];
}

type Wish = ReturnType<typeof wish>;

const wish = ({ product, variation }: Pick<Item, "product" | "variation">, quantity: number) => ({
  product: product.id,
  ...(variation && { variation: variation.id }),
  quantity,
});

/** An add-on of the dearest ticket that has some, in its first form: rather one that does not have to be there anyway. */
function addOnOf(good: Item[], products: Product[]) {
  for (const to of good.toReversed()) {
    const rules = to.product.add_ons.toSorted((a, b) => (a.min ?? 0) - (b.min ?? 0));
    const [product] = rules.flatMap(({ product_id }) => products.find(({ id }) => id === product_id) ?? []);
    if (product) return { to, product, variation: product.variations.find(({ active }) => active) };
  }
  return null;
}
