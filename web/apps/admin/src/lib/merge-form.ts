type Values = Record<string, unknown>;

const isPlain = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two form values say the same, looking into lists and texts of several languages. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => same(item, b[at]));
  if (isPlain(a) && isPlain(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => same(a[k], b[k]));
  return Object.is(a ?? null, b ?? null);
}

/** What one field becomes: theirs where nothing was typed here, and language by language where it is a text. */
function mergeField(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, base)) return theirs;
  if (!isPlain(base) || !isPlain(mine) || !isPlain(theirs)) return mine;
  const names = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  return Object.fromEntries([...names].map((name) => [name, mergeField(base[name], mine[name], theirs[name])]));
}

export interface Merged<V> {
  values: V;
  /** Fields that somebody else changed. */
  changed: string[];
  /** Those of them that were also changed here, differently: the next save replaces theirs. */
  disputed: string[];
}

/**
 * Three-way merge of a form: `base` is what it started from, `mine` what stands in it, `theirs` what is stored now.
 * Nothing that was typed is lost.
 */
export function mergeForm<V extends Values>(base: V, mine: V, theirs: V): Merged<V> {
  const names = Object.keys(theirs);
  const changed = names.filter((name) => !same(theirs[name], base[name]));
  const values = Object.fromEntries(names.map((name) => [name, mergeField(base[name], mine[name], theirs[name])]));
  const disputed = changed.filter((name) => !same(values[name], theirs[name]));
  return { values: values as V, changed, disputed };
}
