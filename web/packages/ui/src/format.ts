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

/** What stands before the decimals where this reader comes from: a dot or a comma. */
function decimalSign(locale?: string): "." | "," {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return /[,\u066b]/.test(parts.find(({ type }) => type === "decimal")?.value ?? ".") ? "," : ".";
}

/** Minor units as the reader would type them: `8400 EUR` → `84.00`, in German `84,00`. */
export function moneyToInput(minor: number | null, currency: string, locale?: string): string {
  if (minor === null) return "";
  const digits = currencyDigits(currency);
  const whole = String(Math.trunc(minor / 10 ** digits));
  if (digits === 0) return whole;
  return `${whole}${decimalSign(locale)}${String(minor % 10 ** digits).padStart(digits, "0")}`;
}

/** The zeros of other scripts' digits: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
const separators: Record<string, string> = { "\u066b": ".", "\u066c": ",", "\uff0c": ",", "\uff0e": "." };

/** A typed number in plain digits, commas and dots: whatever the script, without blanks at its ends. */
function plainNumber(text: string): string {
  return text
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero = zeros.find((first) => code >= first && code < first + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .replace(/[\u066b\u066c\uff0c\uff0e]/g, (sign) => separators[sign] ?? sign)
    .replace(/[\u00a0\u2009\u202f]/g, " ")
    .replace(/[\u200e\u200f\u061c]/g, "")
    .trim();
}

/** `1,234,567` or, as in India, `12,34,567`. */
const isGrouped = (text: string, sign: string): boolean => {
  const parts = text.split(sign);
  const rest = parts.slice(1);
  const [first = "", last = ""] = [parts[0], rest.at(-1)];
  const inThrees = /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
  const inTwos =
    /^\d{1,2}$/.test(first) && /^\d{3}$/.test(last) && rest.slice(0, -1).every((part) => /^\d{2}$/.test(part));
  return inThrees || inTwos;
};

/** A number's whole part and its decimals; null if its signs make no sense. */
function splitNumber(amount: string, digits: number, locale?: string): [string, string] | null {
  const signs = amount.replace(/\d/g, "");
  const last = signs.at(-1);
  if (!last) return [amount, ""];
  const at = amount.lastIndexOf(last);
  const [head, tail] = [amount.slice(0, at), amount.slice(at + 1)];
  const plain = (text: string) => text.replace(/[.,]/g, "") || "0";
  if (new Set(signs).size > 1) {
    const grouping = signs.charAt(0);
    return signs.indexOf(last) === signs.length - 1 && isGrouped(head, grouping) ? [plain(head), tail] : null;
  }
  if (signs.length > 1) return isGrouped(amount, last) ? [plain(amount), ""] : null;
  // One sign and three digits: a thousand, unless the currency has three decimals and this is its reader's sign.
  const thousand = /^[1-9]\d{0,2}$/.test(head) && tail.length === 3 && (digits !== 3 || last !== decimalSign(locale));
  return thousand ? [head + tail, ""] : [head || "0", tail];
}

/**
 * Reads an amount as people type it (`1,234.50`, `1.234,50`, `1 234`, `84`, `€ 9`, `12,-`, `１２００`) into minor units.
 * Null when it is no amount, has too many decimals, or is negative. `1,234` is a thousand, except in currencies of
 * three decimals where the reader writes decimals so.
 */
export function parseMoney(text: string, currency: string, locale?: string): number | null {
  const digits = currencyDigits(currency);
  const bare = plainNumber(text)
    .replace(/^(\p{L}+\.?|\p{Sc})+\s*/u, "")
    .replace(/\s*(\p{L}+\.?|\p{Sc})+$/u, "")
    .replace(/[.,]\s?[-\u2013\u2014]+$/, "");
  const spaced = /^\d{1,3}([ '’]\d{3})+(?=[.,]|$)/.test(bare) ? bare.replace(/[ '’]/g, "") : bare;
  if (!/^\d[\d.,]*$/.test(spaced) && !/^[.,]\d+$/.test(spaced)) return null;
  const split = splitNumber(spaced, digits, locale);
  if (!split) return null;
  const [whole, decimals] = split;
  const fraction = decimals.slice(0, digits);
  if (/[1-9]/.test(decimals.slice(digits))) return null;
  const minor = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Reads a share as people type it (`12,5`, `19 %`) into the text the server takes; null if it is none. */
export function parsePercent(text: string): string | null {
  const bare = plainNumber(text)
    .replace(/\s*[%\u066a]$/, "")
    .replace(",", ".");
  const found = /^(\d{1,3})(?:\.(\d{1,4})0*)?$/.exec(bare);
  if (!found || Number(bare) > 100) return null;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  return fraction ? `${Number(found[1])}.${fraction}` : String(Number(found[1]));
}

/** `"12.5"` → `12.5%`, as the reader writes shares. */
export function formatPercent(percent: string, locale?: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(Number(percent) / 100);
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
