import type { Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { belongingOf, holdersOf, limitWords, whyNotIn } from "./belonging";

const ticket = (id: string, more: Partial<Product> = {}) =>
  ({
    id,
    name: { en: id },
    price: { amount_minor: 1000, currency: "EUR" },
    variations: [],
    add_ons: [],
    bundle: [],
    sold_alone: true,
    ...more,
  }) as unknown as Product;

const pass = ticket("Pass", { add_ons: [{ product_id: "Tent", min: 0, max: 1, included: false }] });
const vip = ticket("VIP", { bundle: [{ product_id: "Dinner", count: 2, share_minor: 0 }] });
const tent = ticket("Tent", { sold_alone: false });
const dinner = ticket("Dinner");
const all = [pass, vip, tent, dinner];

describe("what belongs to what", () => {
  it("is known from both sides", () => {
    expect(holdersOf(tent, all)).toEqual({ addedTo: [pass], partOf: [] });
    expect(holdersOf(dinner, all)).toEqual({ addedTo: [], partOf: [vip] });
    expect(belongingOf(pass, all, "en").words).toEqual(["Add-ons: Tent"]);
    expect(belongingOf(vip, all, "en").words).toEqual(["Contains 2 × Dinner"]);
    expect(belongingOf(tent, all, "en").words).toEqual(["Only along with Pass"]);
  });

  it("goes one level deep and never in circles", () => {
    expect(whyNotIn(pass, dinner)).toBeNull();
    expect(whyNotIn(pass, pass)).toBe("is this ticket");
    expect(whyNotIn(tent, pass)).toBe("has this ticket inside already");
    expect(whyNotIn(pass, vip)).toBe("is a bundle itself");
    expect(whyNotIn(vip, pass)).toBe("has add-ons itself");
  });

  it("warns of what nobody can buy, as no ticket brings it along", () => {
    expect(belongingOf(tent, [tent], "en")).toEqual({ words: [], stranded: true });
    expect(belongingOf(tent, all, "en").stranded).toBe(false);
  });

  it.each([
    [0, 1, "One with each ticket, if buyers like"],
    [0, 3, "Up to 3 with each ticket, if buyers like"],
    [1, 1, "Exactly one with each ticket"],
    [2, 2, "Exactly 2 with each ticket"],
    [1, 4, "1 to 4 with each ticket"],
  ])("says how many go along: %d to %d", (min, max, words) => {
    expect(limitWords(min, max)).toBe(words);
  });
});
