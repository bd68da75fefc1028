import type { Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { apiEffect, effectOf, effectSchema, effectWords } from "./effect";
import { itemsOf, startOf } from "./items";
import { isInScope, type Offer, scopeWords } from "./scope";

const offer = {
  locale: "en",
  categories: [{ id: "cat_1", name: { en: "Camping" } }],
  quotas: [{ id: "quo_1", name: "Main hall" }],
  products: [
    {
      id: "prd_1",
      name: { en: "Pass" },
      quota_ids: ["quo_1"],
      variations: [{ id: "var_1", name: { en: "Student" }, quota_ids: [] }],
    },
    { id: "prd_2", name: { en: "Tent" }, category_id: "cat_1", quota_ids: [], variations: [] },
  ],
} as unknown as Offer;
const [pass, tent] = offer.products as [Product, Product];

describe("an effect on prices", () => {
  it("is said in a few words", () => {
    expect(effectWords({ kind: "percent", percent: "12.5" }, "EUR", "en")).toBe("12.5% off");
    expect(effectWords({ kind: "percent", percent: "100" }, "EUR", "en")).toBe("free");
    expect(effectWords({ kind: "subtract", amount_minor: 500 }, "EUR", "en")).toBe("€5.00 off");
    expect(effectWords({ kind: "set", amount_minor: 1500 }, "JPY", "en")).toBe("costs ¥1,500");
    expect(effectWords({ kind: "set", amount_minor: 0 }, "EUR", "en")).toBe("free");
    expect(effectWords({ kind: "none" }, "EUR", "en")).toBe("same price");
  });

  it("comes back from its form as it went in", () => {
    for (const effect of [
      { kind: "percent", percent: "20" },
      { kind: "set", amount_minor: 0 },
      { kind: "subtract", amount_minor: 250 },
      { kind: "none" },
    ] as const)
      expect(apiEffect(effectOf(effect))).toEqual(effect);
  });

  it("needs its amount or share", () => {
    const wrong = (values: object) => effectSchema.safeParse({ amount: null, percent: "", ...values }).success;
    expect(wrong({ kind: "percent", percent: "half" })).toBe(false);
    expect(wrong({ kind: "set" })).toBe(false);
    expect(wrong({ kind: "subtract", amount: Number.NaN })).toBe(false);
    expect(wrong({ kind: "none" })).toBe(true);
    expect(wrong({ kind: "percent", percent: "12.5" })).toBe(true);
  });
});

describe("what it is good for", () => {
  it("is said by names", () => {
    expect(scopeWords({}, offer)).toBe("everything");
    expect(scopeWords({ product_ids: ["prd_1"], category_ids: ["cat_1"] }, offer)).toBe("Camping, Pass");
    expect(scopeWords({ variation_ids: ["var_1"], quota_ids: ["quo_1"] }, offer)).toBe(
      "Pass · Student, places of Main hall",
    );
    expect(scopeWords({ product_ids: ["prd_9"] }, offer)).toBe("tickets that are gone");
  });

  it("holds for one match", () => {
    expect(isInScope({}, tent)).toBe(true);
    expect(isInScope({ category_ids: ["cat_1"] }, tent)).toBe(true);
    expect(isInScope({ category_ids: ["cat_1"] }, pass)).toBe(false);
    expect(isInScope({ quota_ids: ["quo_1"] }, pass, pass.variations[0])).toBe(true);
    expect(isInScope({ variation_ids: ["var_1"] }, pass)).toBe(false);
    expect(isInScope({ variation_ids: ["var_1"] }, pass, pass.variations[0])).toBe(true);
  });
});

describe("what can be put into a basket", () => {
  it("is a ticket, or its variations where it has any", () => {
    const priced = [
      { ...tent, price: { amount_minor: 4000 }, free_price: true },
      { ...pass, free_price: false, variations: [{ ...pass.variations[0], price: { amount_minor: 900 } }] },
    ] as unknown as Product[];
    expect(itemsOf(priced, "en")).toEqual([
      { key: "prd_2", product: "prd_2", variation: null, name: "Tent", price: 4000, free: true, approval: false },
      {
        key: "var_1",
        product: "prd_1",
        variation: "var_1",
        name: "Pass · Student",
        price: 900,
        free: false,
        approval: false,
      },
    ]);
  });
});

describe("what a basket to try prices with starts with", () => {
  const ticket = (id: string, amount_minor: number, more: object = {}) => ({
    id,
    name: { en: id },
    kind: "admission",
    price: { amount_minor },
    visibility: "public",
    channels: ["web"],
    sold_alone: true,
    availability: { state: "available", reason: "" },
    variations: [],
    ...more,
  });
  const start = (...tickets: object[]) => {
    const products = tickets as Product[];
    return startOf(itemsOf(products, "en"), products)?.name;
  };
  const state = (state: string) => ({ availability: { state, reason: "" } });

  it("is the first that lets somebody in, costs something and is on sale for everybody", () => {
    const others = [
      ticket("Press", 0),
      ticket("Shirt", 2400, { kind: "merchandise" }),
      ticket("Crew", 900, { visibility: "code" }),
      ticket("At the door", 5000, { channels: ["box_office"] }),
      ticket("Workshop", 18_000, { sold_alone: false }),
      ticket("Early bird", 24_900, state("over")),
    ];
    expect(start(...others, ticket("Regular", 34_900, state("low")), ticket("Supporter", 59_000))).toBe("Regular");
  });

  it("is a variation that can be bought", () => {
    const [day, both] = [ticket("One day", 5000, state("sold_out")), ticket("Both days", 9000)];
    expect(start(ticket("Pass", 9000, { variations: [day, both] }))).toBe("Pass · Both days");
  });

  it("is the first of all where there is no such ticket", () => {
    expect(start(ticket("Press", 0), ticket("Early bird", 24_900, state("over")))).toBe("Press");
    expect(start()).toBeUndefined();
  });
});
