import { ApiProblem, type Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { type BulkPlan, bulkChanges, bulkRequest, newPrice } from "./changes";
import { refusedBy } from "./use-bulk";

const nothing: BulkPlan = { category: null, price: null, from: null, until: null, visibility: null, max: null };
const product = (more: object = {}) =>
  ({
    id: "prd_1",
    version: 3,
    price: { amount_minor: 2450, currency: "EUR" },
    visibility: "public",
    max_per_order: 10,
    variations: [],
    ...more,
  }) as unknown as Product;

describe("a new price", () => {
  it.each([
    [1000, { kind: "set", amount: 0 }, 0],
    [1000, { kind: "raise", amount: 250 }, 1250],
    [1000, { kind: "lower", amount: 2500 }, 0],
    [1005, { kind: "raise_percent", percent: "10" }, 1106],
    [999, { kind: "lower_percent", percent: "12.5" }, 874],
    [1200, { kind: "lower_percent", percent: "100" }, 0],
    [9_999_999_999, { kind: "raise_percent", percent: "50" }, 10_000_000_000],
  ] as const)("of %i after %o is %i", (minor, change, expected) => {
    expect(newPrice(minor, change)).toBe(expected);
  });
});

describe("changing many tickets", () => {
  it("sends only what changes, and knows the way back", () => {
    const plan = { ...nothing, max: 4, category: "" };
    expect(bulkChanges([product()], plan, "UTC")).toEqual([
      { product: "prd_1", version: 3, variation: null, before: { max_per_order: 10 }, after: { max_per_order: 4 } },
    ]);
    expect(bulkChanges([product({ max_per_order: 4 })], plan, "UTC")).toEqual([]);
    expect(bulkChanges([product()], nothing, "UTC")).toEqual([]);
  });

  it("replaces one way to say when by the other", () => {
    const until = { mode: "before", at: null, count: 1, unit: "days" } as const;
    const [change] = bulkChanges([product({ sales_until: "2027-03-01T00:00:00Z" })], { ...nothing, until }, "UTC");
    expect(change?.after).toEqual({ sales_until: null, sales_until_minutes: 1440 });
    expect(change?.before).toEqual({ sales_until: "2027-03-01T00:00:00Z", sales_until_minutes: null });
  });

  it("moves the prices of variations that have their own", () => {
    const variations = [
      { id: "var_1", price_minor: 1000 },
      { id: "var_2", price_minor: null },
    ];
    const plan: BulkPlan = { ...nothing, price: { kind: "raise_percent", percent: "10" } };
    expect(
      bulkChanges([product({ variations })], plan, "UTC").map(({ variation, after }) => [variation, after]),
    ).toEqual([
      [null, { price_minor: 2695 }],
      ["var_1", { price_minor: 1100 }],
    ]);
  });

  it("gives the access code back when hiding is undone", () => {
    const secret = product({ visibility: "code", access_code: "STRINGS" });
    expect(bulkChanges([secret], { ...nothing, visibility: "hidden" }, "UTC")[0]?.before).toEqual({
      visibility: "code",
      access_code: "STRINGS",
    });
  });

  it("is one request, with the versions that were read on the way there", () => {
    const variations = [{ id: "var_1", price_minor: 1000 }];
    const plan: BulkPlan = { ...nothing, price: { kind: "raise", amount: 100 } };
    const changes = bulkChanges([product({ variations })], plan, "UTC");
    expect(bulkRequest(changes, false)).toEqual([
      {
        product: "prd_1",
        version: 3,
        changes: { price_minor: 2550 },
        variations: [{ variation: "var_1", changes: { price_minor: 1100 } }],
      },
    ]);
    expect(bulkRequest(changes, true)).toEqual([
      {
        product: "prd_1",
        changes: { price_minor: 2450 },
        variations: [{ variation: "var_1", changes: { price_minor: 1000 } }],
      },
    ]);
  });

  it("says which ticket was in the way", () => {
    const errors = [
      { pointer: "/items/1/changes/max_per_order", code: "request.invalid_field", message: "is too small" },
    ];
    const problem = new ApiProblem({ code: "request.invalid", status: 422, title: "No", errors });
    const said = refusedBy(problem, ["Floor", "Balcony"]) as ApiProblem;
    expect(said.detail).toBe("Balcony: max per order is too small Nothing was changed.");
  });
});
