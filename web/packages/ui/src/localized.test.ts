import { describe, expect, it } from "vitest";
import { cleanText, directionOf, languageName, missingLocales, pickText } from "./localized";

describe("texts in several languages", () => {
  const text = { en: "Concert", de: "Konzert", fr: " " };

  it("prefers the wanted language, then the next, then any that is not empty", () => {
    expect(pickText(text, "de", "en")).toBe("Konzert");
    expect(pickText(text, "fr", "en")).toBe("Concert");
    expect(pickText(text, "ar")).toBe("Concert");
    expect(pickText({}, "en")).toBe("");
    expect(pickText(null)).toBe("");
  });

  it("names the languages that are missing", () => {
    expect(missingLocales(text, ["en", "de", "fr", "ar"])).toEqual(["fr", "ar"]);
  });

  it("drops blanks and languages that are not offered any more before saving", () => {
    expect(cleanText({ en: " Concert ", de: "Konzert", fr: " " }, ["en", "fr"])).toEqual({ en: "Concert" });
  });

  it("knows the direction and the own name of a language", () => {
    expect(["en", "ar", "he-IL", "fa", "zh-Hant"].map(directionOf)).toEqual(["ltr", "rtl", "rtl", "rtl", "ltr"]);
    expect(languageName("de")).toBe("Deutsch");
    expect(languageName("de", "en")).toBe("German");
    expect(languageName("fr")).toBe("Français");
    expect(languageName("not a tag")).toBe("not a tag");
  });
});
