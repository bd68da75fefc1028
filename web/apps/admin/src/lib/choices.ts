import { type ComboboxOption, currencyDigits, languageName } from "@tessera/ui";

/** The viewer's own zone, the best first guess for a new event. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Every IANA zone the browser knows, with its offset of today. */
export function zoneOptions(chosen: string): ComboboxOption[] {
  const zones = new Set([chosen, ...Intl.supportedValuesOf("timeZone"), "UTC"]);
  return [...zones].map((zone) => ({ value: zone, label: zone.replaceAll("_", " "), detail: offsetOf(zone) }));
}

function offsetOf(zone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" });
  return format.formatToParts(new Date()).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** The currencies that people usually mean come first, then all others by code. */
export function currencyOptions(): ComboboxOption[] {
  const common = ["EUR", "USD", "GBP", "CHF", "JPY", "INR", "CAD", "AUD", "SEK", "PLN"];
  const names = new Intl.DisplayNames(undefined, { type: "currency" });
  const all = Intl.supportedValuesOf("currency").filter((code) => !common.includes(code));
  return [...common, ...all]
    .filter((code) => currencyDigits(code) <= 3)
    .map((code) => ({ value: code, label: names.of(code) ?? code, detail: code }));
}

const languages =
  "en de fr es it pt nl pl cs sk sl hr sr hu ro bg el tr uk ru sv da nb fi et lv lt is ga ar he fa ur hi bn ta te th vi id ms zh-Hans zh-Hant ja ko sw";

/** The languages offered for content, each by its own name with the viewer's name beside it. */
export function languageOptions(except: string[]): ComboboxOption[] {
  return languages
    .split(" ")
    .filter((tag) => !except.includes(tag))
    .map((tag) => ({ value: tag, label: languageName(tag), detail: languageName(tag, "en") }));
}
