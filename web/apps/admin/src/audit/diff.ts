import { formatMoney } from "@tessera/ui";

/** A field that changed, in words. */
export interface FieldChange {
  label: string;
  before: string;
  after: string;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isMoney = (value: unknown): value is { amount_minor: number; currency: string } =>
  isFields(value) && typeof value.amount_minor === "number" && typeof value.currency === "string";

/** `payment_days` → "Payment days" */
function labelOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as people read it; a dash for nothing. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isMoney(value)) return formatMoney(value);
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map(valueWords).join(", ");
  if (isFields(value)) {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${valueWords(inner)}`)
      .join(", ");
  }
  return String(value);
}

/** What differs between two states of a thing; texts of several languages and groups of fields one level down. */
export function changesOf(before: unknown, after: unknown, prefix = ""): FieldChange[] {
  const [old, now] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.flatMap((name): FieldChange[] => {
    const [a, b] = [old[name], now[name]];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const label = prefix ? `${prefix} (${name.replaceAll("_", " ")})` : labelOf(name);
    const whole = isMoney(a) || isMoney(b);
    if (!prefix && !whole && (isFields(a) || isFields(b))) return changesOf(a, b, label);
    return [{ label, before: valueWords(a), after: valueWords(b) }];
  });
}
