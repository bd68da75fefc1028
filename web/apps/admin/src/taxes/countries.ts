import type { ComboboxOption } from "@tessera/ui";

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
/* Regions that have a name and are no countries of ISO 3166-1, which is what the server knows. */
const noCountries = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split(" "));
/** Codes that are not used any more stand for others: FX is FR today. */
const isCurrent = (code: string) => new Intl.Locale(`und-${code}`).region === code;

/** A country's English name; its code where there is none. */
export const countryName = (code: string): string => names.of(code) ?? code;

let known: ComboboxOption[] | null = null;

/** Every country by its English name. */
export function countryOptions(): ComboboxOption[] {
  if (known) return known;
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const found = codes.flatMap((code) => {
    const label = noCountries.has(code) ? undefined : names.of(code);
    return label && isCurrent(code) ? [{ value: code, label, detail: code }] : [];
  });
  known = found.toSorted((one, other) => one.label.localeCompare(other.label));
  return known;
}
