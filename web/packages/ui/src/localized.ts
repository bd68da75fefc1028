/** A text per language, keyed by BCP 47 tag. */
export type LocalizedText = Record<string, string>;

/** The text in the wanted language, else in the first language of the event, else any that is not empty. */
export function pickText(text: LocalizedText | null | undefined, ...preferred: (string | undefined)[]): string {
  if (!text) return "";
  for (const locale of preferred) {
    if (locale && text[locale]?.trim()) return text[locale];
  }
  return Object.values(text).find((value) => value.trim()) ?? "";
}

/** The languages in which the text is still missing. */
export function missingLocales(text: LocalizedText, locales: string[]): string[] {
  return locales.filter((locale) => !text[locale]?.trim());
}

/** Drops empty texts and languages that are not offered any more. */
export function cleanText(text: LocalizedText, locales: string[]): LocalizedText {
  const kept = locales.map((locale) => [locale, (text[locale] ?? "").trim()] as const).filter(([, value]) => value);
  return Object.fromEntries(kept);
}

const rightToLeft = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

/** The writing direction of a language, for `dir` attributes. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** A language's name in itself ("Deutsch", "العربية"), or in `locale`. */
export function languageName(tag: string, locale: string = tag): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}
