import type { Category, Product } from "@tessera/client";

/** The tickets under one heading of the event page; those without one stand above all headings. */
export interface Group {
  category: Category | null;
  products: Product[];
}

/** What has to change about a ticket so that it stands where it should. */
export interface Move {
  id: string;
  sort: number;
  category_id: string | null;
}

const bySort = <T extends { sort: number }>(items: T[]): T[] => items.toSorted((a, b) => a.sort - b.sort);

/** The tickets as the event page orders them, headings without tickets included. */
export function grouped(products: Product[], categories: Category[]): Group[] {
  const known = new Set(categories.map(({ id }) => id));
  const under = (id: string | null) =>
    bySort(products.filter(({ category_id }) => (category_id && known.has(category_id) ? category_id : null) === id));
  const headings = bySort(categories).map((category) => ({ category, products: under(category.id) }));
  return [{ category: null, products: under(null) }, ...headings];
}

const idOf = (group: Group) => group.category?.id ?? null;

/** Puts tickets to one place under a heading, in the order they stand in; only what has to change. */
export function moveTo(groups: Group[], ids: string[], category: string | null, place: number): Move[] {
  const moved = groups.flatMap(({ products }) => products).filter(({ id }) => ids.includes(id));
  let sort = 0;
  return groups.flatMap((group) => {
    const stay = group.products.filter(({ id }) => !ids.includes(id));
    const next = idOf(group) === category ? stay.toSpliced(place, 0, ...moved) : stay;
    return next.flatMap((product) => {
      sort += 10;
      const before = product.category_id ?? null;
      const after = idOf(group);
      return product.sort === sort && before === after ? [] : [{ id: product.id, sort, category_id: after }];
    });
  });
}

/** One place up or down; past the end of a heading it goes under the next one. */
export function moveByOne(groups: Group[], id: string, step: -1 | 1): Move[] {
  const at = groups.findIndex(({ products }) => products.some((product) => product.id === id));
  const group = groups[at];
  if (!group) return [];
  const place = group.products.findIndex((product) => product.id === id) + step;
  if (place >= 0 && place < group.products.length) return moveTo(groups, [id], idOf(group), place);
  const beside = groups[at + step];
  if (!beside) return [];
  return moveTo(groups, [id], idOf(beside), step < 0 ? beside.products.length : 0);
}

/** The tickets after the moves, to show them before the server has answered. */
export function afterMoves(products: Product[], moves: Move[]): Product[] {
  const byId = new Map(moves.map((move) => [move.id, move]));
  return products.map((product) => ({ ...product, ...byId.get(product.id) }));
}

/** The moves that take these back. */
export function undone(products: Product[], moves: Move[]): Move[] {
  return moves.flatMap(({ id }) => {
    const before = products.find((product) => product.id === id);
    return before ? [{ id, sort: before.sort, category_id: before.category_id ?? null }] : [];
  });
}

/** The order of headings after moving one by one place, as `sort` values that have to change. */
export function moveHeading(categories: Category[], id: string, step: -1 | 1): { id: string; sort: number }[] {
  const order = bySort(categories);
  const from = order.findIndex((category) => category.id === id);
  const to = from + step;
  const moved = order[from];
  if (!moved || to < 0 || to >= order.length) return [];
  return order
    .toSpliced(from, 1)
    .toSpliced(to, 0, moved)
    .map((category, place) => ({ category, sort: (place + 1) * 10 }))
    .flatMap(({ category, sort }) => (category.sort === sort ? [] : [{ id: category.id, sort }]));
}
