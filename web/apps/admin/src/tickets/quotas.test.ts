import type { Product, Quota } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { ownQuota, reorder, sharedQuotas } from "./quotas";

const products = ["a", "b", "c"].map((id, index) => ({ id, sort: index * 10 }) as Product);
const quotas = [
  { id: "own-a", product_ids: ["a"] },
  { id: "hall", product_ids: ["a", "b"] },
  { id: "empty", product_ids: [] as string[] },
  { id: "second-a", product_ids: ["a"] },
] as Quota[];

describe("quotas", () => {
  it("tell a ticket's own amount from shared limits", () => {
    expect(products.map((product) => ownQuota(product, quotas)?.id)).toEqual(["own-a", undefined, undefined]);
    expect(sharedQuotas(products, quotas).map(({ id }) => id)).toEqual(["hall", "empty", "second-a"]);
  });
});

describe("reordering", () => {
  it("changes only the places that differ", () => {
    expect(reorder(products, "c", -1)).toEqual([
      { id: "a", sort: 10 },
      { id: "b", sort: 30 },
    ]);
  });

  it("stops at both ends", () => {
    expect(reorder(products, "a", -1)).toEqual([]);
    expect(reorder(products, "c", 1)).toEqual([]);
    expect(reorder(products, "unknown", 1)).toEqual([]);
  });
});
