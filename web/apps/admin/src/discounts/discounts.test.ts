import type { Discount, DiscountIn } from "@tessera/client";
import { describe, expect, it } from "vitest";
import type { Offer } from "../prices/scope";
import { recipeKeys } from "./recipe-keys";
import { recipeValues } from "./recipes";
import { again, blank, discountOf, discountSchema, valuesOf } from "./values";
import { ruleWords } from "./words";

const event = { zone: "Europe/Berlin", locales: ["en"], currency: "EUR" };
const offer = {
  locale: "en",
  products: [{ id: "prd_1", name: { en: "Floor" }, variations: [] }],
  categories: [],
  quotas: [],
} as unknown as Offer;
const percent = { kind: "percent", percent: "10" } as const;
const say = (rule: object) => ruleWords({ name: {}, effect: percent, ...rule } as DiscountIn, offer, event);

describe("a rule as a sentence", () => {
  it("says whom it is for", () => {
    expect(say({})).toBe("Every ticket: 10% off.");
    expect(say({ min_count: 5, same: true })).toBe("5 or more of the same: 10% off.");
    expect(say({ min_count: 5, cheapest: 1, effect: { kind: "percent", percent: "100" } })).toBe(
      "Of every 5, the cheapest: free.",
    );
    expect(say({ scope: { product_ids: ["prd_1"] } })).toBe("Every ticket: 10% off, only Floor.");
    expect(say({ min_value_minor: 10_000 })).toMatch(/^Tickets worth .*100\.00 or more: 10% off\.$/);
  });

  it("says when it ends", () => {
    expect(say({ max_uses: 1000, skip_vouchered: true })).toBe(
      "Every ticket: 10% off, for the first 1,000 tickets, not with a voucher.",
    );
    expect(say({ valid_until: "2027-03-01T22:59:00Z" })).toMatch(/, until .*2027/);
  });
});

describe("a discount's form", () => {
  const wrong = (more: object) => {
    const found = discountSchema.safeParse({
      ...blank(),
      name: { en: "A" },
      effect: { kind: "percent", amount: null, percent: "10" },
      ...more,
    });
    return found.success ? [] : found.error.issues.map(({ path }) => path.join("."));
  };

  it.each([
    ["name", { name: {} }],
    ["cheapest", { min_count: 2, cheapest: 3 }],
    ["min_count", { min_count: 501 }],
    ["min_value", { needs: "value" }],
    ["until", { from: "2027-03-02T10:00", until: "2027-03-01T10:00" }],
    ["max_uses", { max_uses: 0 }],
  ])("refuses a wrong %s", (field, more) => {
    expect(wrong(more)).toContain(field);
  });

  it("comes back from the API as it went in", () => {
    const values = {
      ...blank(),
      name: { en: "Early" },
      until: "2027-03-01T23:59",
      max_uses: 50,
      min_count: 2,
      cheapest: 1,
    };
    const rule = { ...discountOf(values, event, 10), id: "dsc_1", used: 3 } as Discount;
    expect(valuesOf(rule, event)).toEqual(values);
    expect(again({ ...rule, created_at: "", updated_at: "" })).toEqual(discountOf(values, event, 10));
  });

  it("keeps a number of tickets and a value apart", () => {
    const values = { ...blank(), needs: "value" as const, min_value: 500, cheapest: 1, min_count: 3 };
    expect(discountOf(values, event, 0)).toMatchObject({ min_count: null, min_value_minor: 500, cheapest: null });
  });
});

describe("recipes", () => {
  it("make forms that need at most one more answer", () => {
    const missing = recipeKeys.flatMap((key) => {
      const found = discountSchema.safeParse(recipeValues(key, "en"));
      return found.success ? [] : [[key, ...found.error.issues.map(({ path }) => path.join("."))].join(" ")];
    });
    expect(missing).toEqual(["value min_value"]);
  });

  it("speak the event's main language", () => {
    expect(recipeValues("group", "de").name).toEqual({ de: "Gruppenpreis" });
    expect(recipeValues("group", "fr").name).toEqual({ fr: "Group price" });
  });
});
