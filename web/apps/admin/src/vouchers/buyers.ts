import type { Product, QuoteIn, Voucher } from "@tessera/client";
import { wholeBasket } from "../prices/along";
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
 * Three baskets that show what a voucher does: a single ticket that it is good for, several of the dearest, and the
 * case where it reaches its end: something it is not good for, or more tickets than its first use needs.
 */
export function threeBuyers(voucher: Voucher, products: Product[], locale: string | undefined): Buyer[] {
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
  const cheapest = good.find(({ price }) => price > 0) ?? good[0];
  const dearest = good.at(-1);
  if (!cheapest || !dearest) return [];
  const other = items.findLast((item) => !item.good);
  const group = Math.max(5, voucher.min_uses ?? 1);
  const wish = ({ product, variation }: Item, quantity: number) => ({
    product: product.id,
    ...(variation && { variation: variation.id }),
    quantity,
  });
  const basket = (...wishes: ReturnType<typeof wish>[]) => wholeBasket(wishes, products);
  const name = ({ product, variation }: Item) => formName(product, variation?.name ?? {}, locale).replace(/ · $/, "");
  return [
    { title: `Alone: 1 × ${name(cheapest)}`, lines: basket(wish(cheapest, 1)) },
    { title: `A couple: 2 × ${name(dearest)}`, lines: basket(wish(dearest, 2)) },
    other
      ? { title: `Mixed: 1 × ${name(cheapest)}, 1 × ${name(other)}`, lines: basket(wish(cheapest, 1), wish(other, 1)) }
      : { title: `A group: ${group} × ${name(cheapest)}`, lines: basket(wish(cheapest, group)) },
  ];
}
