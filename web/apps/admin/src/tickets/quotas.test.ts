import type { Product, Quota } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { ownQuota, quotasOf, sharedQuotas, variationQuota } from "./quotas";

const products = ["a", "b", "c"].map((id) => ({
  id,
  variations: id === "c" ? [{ id: "c-small" }, { id: "c-large" }] : [],
})) as unknown as Product[];
const quota = (id: string, product_ids: string[], variation_ids: string[] = []) =>
  ({ id, product_ids, variation_ids }) as unknown as Quota;
const quotas = [
  quota("own-a", ["a"]),
  quota("hall", ["a", "b"]),
  quota("empty", []),
  quota("second-a", ["a"]),
  quota("small", [], ["c-small"]),
  quota("a-and-large", ["a"], ["c-large"]),
  quota("of-a-ticket-that-is-gone", ["z"]),
];

describe("quotas", () => {
  it("tell a ticket's own amount from shared limits", () => {
    expect(products.map((product) => ownQuota(product, quotas)?.id)).toEqual(["own-a", undefined, undefined]);
    expect(variationQuota("c-small", quotas)?.id).toBe("small");
    expect(variationQuota("c-large", quotas)).toBeUndefined();
    expect(sharedQuotas(products, quotas).map(({ id }) => id)).toEqual(["hall", "empty", "second-a", "a-and-large"]);
  });

  it("of a ticket are those of its variations, too", () => {
    expect(products.map((product) => quotasOf(product, quotas).map(({ id }) => id))).toEqual([
      ["own-a", "hall", "second-a", "a-and-large"],
      ["hall"],
      ["small", "a-and-large"],
    ]);
  });
});
