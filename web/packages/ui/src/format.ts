/** Amounts in minor units of an ISO 4217 currency, as on the wire. */
export interface MoneyLike {
  amount_minor: number;
  currency: string;
}

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has: 0 (JPY), 2 (EUR) or 3 (KWD). Unknown codes count as 2. */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  let digits = 2;
  try {
    const options = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
    digits = options.maximumFractionDigits ?? 2;
  } catch {
    /* Not an ISO 4217 code: keep the usual two decimals. */
  }
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** `{8400, EUR}` → `€84.00`. With `free`, zero reads "Free". The minus is a real minus sign. */
export function formatMoney(money: MoneyLike, options: { locale?: string; free?: boolean } = {}): string {
  if (options.free && money.amount_minor === 0) return "Free";
  const digits = currencyDigits(money.currency);
  const value = money.amount_minor / 10 ** digits;
  const text = new Intl.NumberFormat(options.locale, {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
  return text.replace("-", "\u2212");
}

/** Minor units as somebody would type them: `8400 EUR` → `84.00`. */
export function moneyToInput(minor: number | null, currency: string): string {
  if (minor === null) return "";
  const digits = currencyDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/**
 * Reads a typed amount in any common notation (`1,234.50`, `1.234,50`, `1 234`, `84`) into minor units.
 * Null when it is no amount, has too many decimals, or is negative.
 */
export function parseMoney(text: string, currency: string): number | null {
  if (/[-\u2212]/.test(text)) return null;
  const digits = currencyDigits(currency);
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/^[^\d.,]+|[^\d.,]+$/g, "");
  if (!/^\d[\d.,]*$/.test(compact) && !/^[.,]\d+$/.test(compact)) return null;
  const last = Math.max(compact.lastIndexOf("."), compact.lastIndexOf(","));
  const tail = last < 0 ? "" : compact.slice(last + 1);
  const separators = compact.replace(/\d/g, "");
  const grouping = tail.length === 3 && digits !== 3 ? true : new Set(separators).size === 1 && separators.length > 1;
  const whole = (last < 0 || grouping ? compact : compact.slice(0, last)).replace(/[.,]/g, "") || "0";
  const fraction = last < 0 || grouping ? "" : tail;
  if (fraction.length > digits) return null;
  const minor = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** `1284` → `1,284` in the viewer's locale. */
export function formatCount(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** "Sat 14 Mar 2026, 19:00 CET": a point in time in the event's zone, with the zone said. */
export function formatInstant(instant: string, zone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  }).format(new Date(instant));
}

/** A point in time in the viewer's own zone, short: for logs and lists. */
export function formatMoment(instant: string, zone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(new Date(instant));
}

/** The span of an event in its own zone: `14 Mar 2026, 19:00 – 23:00`. */
export function formatSpan(from: string, until: string, zone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).formatRange(new Date(from), new Date(until));
}

const relativeSteps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 7],
  ["week", 4.35],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
];

/** "in 3 weeks", "5 minutes ago". */
export function formatRelative(instant: string, now: Date = new Date(), locale?: string): string {
  const formatter = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  let distance = (new Date(instant).getTime() - now.getTime()) / 1000;
  for (const [unit, size] of relativeSteps) {
    if (Math.abs(distance) < size) return formatter.format(Math.round(distance), unit);
    distance /= size;
  }
  return formatter.format(Math.round(distance), "year");
}
