import { approvals, type OrderFilter, orderStatuses, paymentMethods, vatChecks } from "./filter";

/** A ticket as it can be named in the search box. */
export interface NamedTicket {
  id: string;
  name: string;
}

type Key = "status" | "approval" | "product" | "payment_method" | "vat_check";

/** A map, not an object: `constructor:x` is a word like any other. */
const keyByWord = new Map<string, Key>([
  ["status", "status"],
  ["is", "status"],
  ["approval", "approval"],
  ["ticket", "product"],
  ["method", "payment_method"],
  ["payment", "payment_method"],
  ["vat", "vat_check"],
]);

/** "Early bird" is typed as `early-bird`. */
const typed = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");

/** The one choice that a typed value means: by its whole name, or by its beginning once the word is finished. */
function choose(choices: NamedTicket[], value: string, finished: boolean): string | undefined {
  const wanted = typed(value);
  const exact = choices.find(({ name }) => typed(name) === wanted);
  if (exact || !finished || wanted.length < 2) return exact?.id;
  const starting = choices.filter(({ name }) => typed(name).startsWith(wanted));
  return starting.length === 1 ? starting[0]?.id : undefined;
}

/**
 * Splits what is typed into the search box: `status:paid`, `approval:asked`, `ticket:early-bird`, `method:bank` and
 * `vat:unchecked` become filters, the rest stays search text. A token at the very end counts once its value is complete.
 */
export function readTokens(text: string, tickets: NamedTicket[]): { filter: OrderFilter; rest: string } {
  const same = (names: readonly string[]) => names.map((name) => ({ id: name, name }));
  const choices: Record<Key, NamedTicket[]> = {
    status: same(orderStatuses),
    approval: same(approvals),
    product: tickets,
    payment_method: [...same(paymentMethods), { id: "sandbox", name: "card" }],
    vat_check: same(vatChecks),
  };
  const filter: Partial<Record<Key, string>> = {};
  const rest = text.replace(/(?<=^|\s)([a-z]+):(\S+)(\s+|$)/gi, (whole, word: string, value: string, after: string) => {
    const key = keyByWord.get(word.toLowerCase());
    const chosen = key && choose(choices[key], value, after !== "");
    if (!chosen) return whole;
    filter[key] = chosen;
    return "";
  });
  return { filter: filter as OrderFilter, rest };
}
