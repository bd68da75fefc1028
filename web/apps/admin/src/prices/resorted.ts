/** Moves the item at `place` by one; only those that stand elsewhere then, with their new `sort`. */
export function resorted<T extends { sort?: number }>(items: T[], place: number, by: -1 | 1): T[] {
  const moved = items[place];
  if (!moved || !items[place + by]) return [];
  const order = items.toSpliced(place, 1).toSpliced(place + by, 0, moved);
  return order.flatMap((item, at) => (item.sort === (at + 1) * 10 ? [] : [{ ...item, sort: (at + 1) * 10 }]));
}
