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
