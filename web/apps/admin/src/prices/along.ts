import type { Product } from "@tessera/client";

interface Line {
  product: string;
  quantity: number;
}

type AlongLine<L> = L & { parent?: number };

/**
 * Says of each add-on in a basket with which ticket before it it goes: with the first that has it among its add-ons and
 * has room for as many. What is sold alone as well and finds no room stays alone.
 */
export function along<L extends Line>(
  lines: L[],
  products: Pick<Product, "id" | "add_ons" | "sold_alone">[],
): AlongLine<L>[] {
  const taken = new Map<string, number>();
  return lines.map((line, place) => {
    const holders = lines.slice(0, place).flatMap((before, parent) => {
      const rules = products.find(({ id }) => id === before.product)?.add_ons ?? [];
      const rule = rules.find(({ product_id }) => product_id === line.product);
      return rule ? [{ parent, key: `${parent} ${line.product}`, room: (rule.max ?? 1) * before.quantity }] : [];
    });
    const roomy = holders.find(({ key, room }) => (taken.get(key) ?? 0) + line.quantity <= room);
    const alone = products.find(({ id }) => id === line.product)?.sold_alone ?? true;
    const holder = roomy ?? (alone ? undefined : holders[0]);
    if (!holder) return line;
    taken.set(holder.key, (taken.get(holder.key) ?? 0) + line.quantity);
    return { ...line, parent: holder.parent };
  });
}

/** The same lines with the add-ons behind all others. */
export function ticketsFirst<L extends Line>(lines: L[], products: Pick<Product, "add_ons">[]): L[] {
  const added = new Set(products.flatMap(({ add_ons }) => add_ons.map(({ product_id }) => product_id)));
  return lines.toSorted((a, b) => Number(added.has(a.product)) - Number(added.has(b.product)));
}

/** An add-on that a ticket of a basket needs and does not have. */
export interface Needed {
  /** The ticket's line. */
  parent: number;
  product: string;
  quantity: number;
}

/** What the tickets of a basket need with them and do not have: the least of each add-on that has to go along. */
export function neededOf(lines: AlongLine<Line>[], products: Pick<Product, "id" | "add_ons">[]): Needed[] {
  return lines.flatMap(({ product, quantity }, parent) => {
    const rules = products.find(({ id }) => id === product)?.add_ons ?? [];
    return rules.flatMap(({ product_id, min = 0 }) => {
      const there = lines.filter((line) => line.parent === parent && line.product === product_id);
      const missing = min * quantity - there.reduce((sum, line) => sum + line.quantity, 0);
      return missing > 0 ? [{ parent, product: product_id, quantity: missing }] : [];
    });
  });
}

interface Wish extends Line {
  variation?: string;
}

/** A basket that can be bought: add-ons with their tickets, and whatever has to go along in its first form. */
export function wholeBasket<L extends Wish>(lines: L[], products: Product[]): (AlongLine<L> | (Wish & Needed))[] {
  const sorted = along(ticketsFirst(lines, products), products);
  const added = neededOf(sorted, products).map((needed) => {
    const forms = products.find(({ id }) => id === needed.product)?.variations ?? [];
    const form = forms.find(({ active }) => active);
    return { ...needed, ...(form && { variation: form.id }) };
  });
  return [...sorted, ...added];
}
