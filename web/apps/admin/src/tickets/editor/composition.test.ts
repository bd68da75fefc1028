import type { Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { apiComposition, bundleProblem, compositionOf, lowestPrice, newPart, sharesOf } from "./composition";

const part = (count: number, share_minor: number) => ({ product_id: "prd_1", variation_id: null, count, share_minor });
const whole = { only_added: false, add_ons: [], bundle: [part(2, 1500), part(1, 2000)], free: false, price: 5000 };

describe("what a bundle is made of", () => {
  it("shares out the price, and no more than that", () => {
    expect(sharesOf(whole.bundle)).toBe(5000);
    expect(bundleProblem({ ...whole, variations: [] })).toBeNull();
    expect(bundleProblem({ ...whole, price: 4999, variations: [] })?.path).toEqual(["bundle", 1, "share_minor"]);
  });

  it("looks at the cheapest variation on sale", () => {
    const form = (price: number | null, active = true) => ({ price, active });
    expect(lowestPrice({ price: 5000, variations: [form(null), form(4000), form(1, false)] })).toBe(4000);
    expect(bundleProblem({ ...whole, variations: [form(4000)] })).not.toBeNull();
  });

  it("needs a price of the organiser's, but only if there are parts", () => {
    expect(bundleProblem({ ...whole, free: true, variations: [] })?.path).toEqual(["free"]);
    expect(bundleProblem({ ...whole, bundle: [], free: true, variations: [] })).toBeNull();
  });

  it("starts a part with its own price, as far as something is left", () => {
    expect(newPart("prd_1", "var_1", 3000, 5000)).toMatchObject({ variation_id: "var_1", count: 1, share_minor: 3000 });
    expect(newPart("prd_1", null, 3000, 1000).share_minor).toBe(1000);
    expect(newPart("prd_1", null, 3000, -5).share_minor).toBe(0);
  });

  it("goes to the API as it came, with what was left out said", () => {
    const product = { sold_alone: true, add_ons: [{ product_id: "prd_1" }], bundle: [{ product_id: "prd_2" }] };
    expect(apiComposition(compositionOf(product as unknown as Product))).toEqual({
      sold_alone: true,
      add_ons: [{ product_id: "prd_1", min: 0, max: 1, included: false }],
      bundle: [{ product_id: "prd_2", variation_id: null, count: 1, share_minor: 0 }],
    });
  });
});
