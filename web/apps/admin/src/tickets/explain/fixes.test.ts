import type { Quota, Reason } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { remedyOf } from "./fixes";

const own = [{ id: "quo_own" }] as Quota[];
const remedy = (fix: string, quota?: string, variation: string | null = null) =>
  remedyOf(
    { code: "sold_out", organiser: "", guest: "", fix: { fix, quota } } as Reason,
    { variation_id: variation },
    own,
  );

describe("what helps against a reason", () => {
  it.each([
    ["product.visibility", "visibility"],
    ["product.channels", "limits"],
    ["product.sales_from", "window"],
    ["product.sales_until", "window"],
    ["product.quota_ids", "places"],
    ["product.max_per_order", "limits"],
    ["product.min_per_order", "limits"],
    ["product.min_per_customer", "limits"],
    ["product.max_per_customer", "limits"],
  ])("is for %s a part of the editor", (fix, part) => {
    expect(remedy(fix)).toMatchObject({ kind: "part", part });
  });

  it("is more places where they are the ticket's own, and the shared limit where they are not", () => {
    expect(remedy("quota.size", "quo_own")).toMatchObject({ kind: "part", part: "places" });
    expect(remedy("quota.size", "quo_hall")).toMatchObject({ kind: "limit", quota: "quo_hall" });
  });

  it("is one press where that is enough", () => {
    expect(remedy("quota.closed", "quo_hall")).toMatchObject({ kind: "open", quota: "quo_hall" });
    expect(remedy("product.active", undefined, "var_1")).toMatchObject({ kind: "activate", variation: "var_1" });
  });

  it("is nothing for what was taken out of the offer, or is unknown", () => {
    expect(remedy("product.create")).toBeNull();
    expect(remedy("something.new")).toBeNull();
  });
});
