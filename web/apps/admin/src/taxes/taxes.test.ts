import type { Fee, FeeIn, TaxCase, TaxRule, TaxRuleIn } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { countryName, countryOptions } from "./countries";
import { feeKeys, taxKeys } from "./preset-keys";
import { feePreset, taxPreset } from "./presets";
import { again, feeOf, feeSchema, feeValues, ruleOf, ruleValues, taxRuleSchema } from "./values";
import { baseWords, caseWords, feeWords } from "./words";

const event = { locales: ["en"] };

describe("taxes in plain words", () => {
  it("say who pays what where", () => {
    const say = (one: object) => caseWords(one as TaxCase);
    expect(say({ country: "eu", buyer: "business_with_vat_id", treatment: { kind: "reverse_charge" } })).toBe(
      "Businesses with a VAT id in the EU: reverse charge, the buyer owes the tax.",
    );
    expect(say({ country: "DE", buyer: "anybody", treatment: { kind: "charge", rate: "7" } })).toBe(
      "Everybody in Germany: 7% tax.",
    );
    expect(say({ country: "any", buyer: "private", treatment: { kind: "refuse" } })).toBe(
      "Private people anywhere: not sold.",
    );
    expect(baseWords({ base: { kind: "exempt" } } as TaxRuleIn)).toBe("Everybody: exempt from tax.");
    expect(baseWords({ base: { kind: "out_of_scope" }, cases: [{}] } as TaxRuleIn)).toBe("Everybody else: no tax.");
  });

  it("know the countries", () => {
    const codes = countryOptions().map(({ value }) => value);
    expect(codes).toEqual(expect.arrayContaining(["DE", "IN", "JP", "KW", "US"]));
    expect(codes.filter((code) => ["EU", "FX", "UK", "XK"].includes(code))).toEqual([]);
    expect(codes).toHaveLength(249);
    expect(countryName("KW")).toBe("Kuwait");
  });
});

describe("tax presets", () => {
  const missing = (zone: string) =>
    taxKeys.map((key) => {
      const found = taxRuleSchema.safeParse(taxPreset(key, zone, "en"));
      return found.success ? [] : found.error.issues.map(({ path }) => path.join("."));
    });

  it("are whole where the country's rate is known", () => {
    expect(missing("Europe/Berlin")).toEqual([[], [], [], []]);
    expect(taxPreset("one", "Europe/Zurich", "de")).toMatchObject({
      base: { rate: "8.1" },
      name: { de: "Umsatzsteuer" },
    });
  });

  it("ask for the rate and the country elsewhere", () => {
    expect(missing("Asia/Tokyo")).toEqual([
      [],
      ["base.rate"],
      ["base.rate", "cases.0.country", "cases.0.treatment.rate"],
      ["cases.0.treatment.rate"],
    ]);
  });

  it("tax buyers at home before businesses elsewhere", () => {
    const [first, second] = taxPreset("eu_business", "Europe/Berlin", "en").cases;
    expect([first?.country, second?.country]).toEqual(["DE", "eu"]);
  });
});

describe("a tax rule", () => {
  it("comes back from the API as it went in", () => {
    const values = taxPreset("eu_business", "Europe/Berlin", "en");
    expect(ruleValues({ id: "tax_1", ...ruleOf(values, event) } as TaxRule, true)).toEqual(values);
  });
});

describe("a fee", () => {
  it("is a sentence", () => {
    const say = (fee: object) => feeWords({ name: {}, ...fee } as FeeIn, "EUR");
    expect(say({ amount: { kind: "fixed", amount_minor: 150 }, per_ticket: true })).toMatch(
      /1\.50 for each ticket that costs something, paid by the buyer\.$/,
    );
    expect(say({ amount: { kind: "percent", percent: "2.9" }, absorbed: true })).toBe(
      "2.9% of what the tickets cost, once per order, borne by you.",
    );
  });

  it("comes back from the API as it went in", () => {
    const values = { ...feePreset("payment", "en"), percent: "2.9" };
    const fee = { ...feeOf(values, event, 10), id: "fee_1", created_at: "", updated_at: "" } as Fee;
    expect(feeValues(fee)).toEqual(values);
    expect(again(fee)).toEqual(feeOf(values, event, 10));
  });

  it("needs only its amount", () => {
    const missing = feeKeys.flatMap((key) => {
      const found = feeSchema.safeParse(feePreset(key, "en"));
      return found.success ? [] : found.error.issues.map(({ path }) => path.join("."));
    });
    expect(missing).toEqual(["amount", "amount", "percent", "percent"]);
  });
});
