import type { Product, Voucher } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { everything } from "../prices/scope";
import { threeBuyers } from "./buyers";
import { filterOf, isFiltered } from "./filter";
import { recipeKeys } from "./recipe-keys";
import { recipeValues } from "./recipes";
import { blank, draftOf, termsOf, valuesOf, voucherSchema } from "./values";

const zone = "Europe/Berlin";
const product = (id: string, amount_minor: number, more: object = {}) =>
  ({
    id,
    name: { en: id },
    kind: "admission",
    price: { amount_minor },
    visibility: "public",
    quota_ids: [],
    variations: [],
    add_ons: [],
    sold_alone: true,
    ...more,
  }) as unknown as Product;
const products = [
  product("Floor", 2450),
  product("Sofa", 9000),
  product("Child", 0),
  product("Crew", 0, { visibility: "voucher" }),
];
const voucher = (more: object = {}) =>
  ({ id: "vou_1", code: "ABC", scope: {}, min_uses: 1, ...more }) as unknown as Voucher;

describe("a voucher's form", () => {
  const wrong = (more: object) => {
    const found = voucherSchema.safeParse({
      ...blank(),
      effect: { kind: "percent", amount: null, percent: "20" },
      ...more,
    });
    return found.success ? [] : found.error.issues.map(({ path }) => path.join("."));
  };

  it.each([
    ["code", { code: "no blanks" }],
    ["code", { code: "AB" }],
    ["count", { how: "many", count: 0 }],
    ["count", { how: "many", count: 10_001 }],
    ["text", { how: "list", text: " \n" }],
    ["min_uses", { min_uses: 5 }],
    ["effect.percent", { effect: { kind: "percent", amount: null, percent: "" } }],
    ["beyond", { reserves: true, beyond: true, scope: { ...everything(), product_ids: ["Floor"] } }],
    ["budget", { budget: 100, effect: { kind: "none", amount: null, percent: "" }, shows_hidden: true }],
    ["effect.kind", { effect: { kind: "none", amount: null, percent: "" } }],
    ["scope", { reserves: true }],
    ["scope", { reserves: true, scope: { ...everything(), product_ids: ["a"], variation_ids: ["b"] } }],
    ["scope", { reserves: true, scope: { ...everything(), product_ids: ["a"], category_ids: ["c"] } }],
  ])("refuses a wrong %s", (field, more) => {
    expect(wrong(more)).toContain(field);
  });

  it("takes codes in any script, and none at all for one that is made up", () => {
    expect([{}, { code: "SOMMER-2027" }, { code: "夏のチケット" }].map(wrong)).toEqual([[], [], []]);
  });

  it("comes back from the API as it went in", () => {
    const values = { ...blank(), budget: 5000, until: "2027-03-14T19:00", tag: "press" };
    const terms = termsOf(values, { zone });
    expect(terms.valid_until).toBe("2027-03-14T18:00:00Z");
    expect(terms).not.toHaveProperty("blocks_quota");
    expect(termsOf({ ...values, reserves: true }, { zone })).toHaveProperty("blocks_quota", true);
    expect(termsOf({ ...values, beyond: true }, { zone })).toHaveProperty("ignores_quota", true);
    expect(valuesOf({ ...voucher(), ...terms, code: "ABC" } as Voucher, { zone })).toEqual({ ...values, code: "ABC" });
  });
});

describe("recipes", () => {
  it("make forms that need at most one more answer", () => {
    const missing = recipeKeys.map((key) => {
      const found = voucherSchema.safeParse(recipeValues(key, products));
      return [key, found.success ? [] : found.error.issues.map(({ path }) => path.join("."))];
    });
    expect(Object.fromEntries(missing)).toEqual({
      percent: [],
      price: ["effect.amount"],
      free: [],
      hidden: [],
      group: [],
      places: ["scope"],
    });
    expect(voucherSchema.safeParse(recipeValues("places", products.slice(0, 1))).success).toBe(true);
  });

  it("open what is hidden", () => {
    expect(recipeValues("hidden", products)).toMatchObject({ shows_hidden: true, scope: { product_ids: ["Crew"] } });
  });
});

describe("three buyers", () => {
  const titles = (more: object) => threeBuyers(voucher(more), products, "en").map(({ title }) => title);

  it("show a single ticket, a group, and a couple where there is nothing else", () => {
    expect(titles({})).toEqual(["Alone: 1 × Floor", "A group: 5 × Sofa", "A couple: 2 × Floor"]);
    expect(titles({ min_uses: 8 })[1]).toBe("A group: 8 × Sofa");
  });

  it("show somebody alone with the cheapest that lets them in, or else the cheapest", () => {
    const shirt = product("Shirt", 2400, { kind: "merchandise" });
    const alone = (scope: object, ...items: Product[]) => threeBuyers(voucher({ scope }), items, "en")[0]?.title;
    expect(alone({}, shirt, ...products)).toBe("Alone: 1 × Floor");
    expect(alone({ product_ids: ["Shirt", "Sofa"] }, shirt, ...products)).toBe("Alone: 1 × Sofa");
    expect(alone({ product_ids: ["Shirt", "Child"] }, shirt, ...products)).toBe("Alone: 1 × Shirt");
    expect(alone({ product_ids: ["Child"] }, shirt, ...products)).toBe("Alone: 1 × Child");
  });

  it("take no add-on alone, and take along what a ticket needs", () => {
    const pass = product("Pass", 9900, { add_ons: [{ product_id: "Badge", min: 1, max: 1 }] });
    const buyers = threeBuyers(voucher(), [pass, product("Badge", 0, { sold_alone: false })], "en");
    expect(buyers[0]).toEqual({
      title: "Alone: 1 × Pass",
      lines: [
        { product: "Pass", quantity: 1 },
        { product: "Badge", quantity: 1, parent: 0 },
      ],
    });
  });

  it("show what it is not good for", () => {
    expect(titles({ scope: { product_ids: ["Floor"] } })).toEqual([
      "Alone: 1 × Floor",
      "A group: 5 × Floor",
      "Mixed: 1 × Floor, 1 × Sofa",
    ]);
    expect(titles({ scope: { product_ids: ["gone"] } })).toEqual([]);
  });

  it("show a ticket with an add-on, and bring the add-ons that have to be there", () => {
    const add_ons = [
      { product_id: "Tent", min: 0, max: 1 },
      { product_id: "Cup", min: 1, max: 1 },
    ];
    const festival = [
      product("Weekend", 12_000, { add_ons }),
      product("Tent", 3000, { sold_alone: false }),
      product("Cup", 500),
    ];
    const scope = { product_ids: ["Weekend"] };
    const buyers = threeBuyers(voucher({ scope }), festival, "en");
    expect(buyers.map(({ title }) => title)).toEqual([
      "Alone: 1 × Weekend",
      "A group: 5 × Weekend",
      "With an add-on: 1 × Weekend, Tent",
    ]);
    expect(buyers[1]?.lines).toEqual([
      { product: "Weekend", quantity: 5 },
      { product: "Cup", quantity: 5, parent: 0 },
    ]);
  });

  it("wait until the form can be a voucher", () => {
    const sound = { ...blank(), effect: { kind: "percent" as const, amount: null, percent: "20" } };
    expect(draftOf(sound, { zone })?.terms.effect).toEqual({ kind: "percent", percent: "20" });
    const half = draftOf({ ...sound, code: "not a code" }, { zone }, "vou_1");
    expect([half?.replaces, half?.terms.code]).toEqual(["vou_1", undefined]);
    expect(draftOf({ ...sound, min_uses: 5 }, { zone })).toBeNull();
  });
});

describe("the filter", () => {
  it("leaves out what is not set", () => {
    expect(filterOf({ q: "  ", tag: "" })).toEqual({});
    expect(filterOf({ q: " press ", tag: "a" })).toEqual({ q: "press", tag: "a" });
    expect(isFiltered({ q: " " })).toBe(false);
  });
});
