import { describe, expect, it } from "vitest";
import { changesOf, valueWords } from "./diff";
import { auditFilterOf, exportUrl } from "./queries";
import { actionWords, actorWords } from "./words";

describe("what changed, in words", () => {
  it("names fields and leaves out what stayed", () => {
    expect(changesOf({ venue_name: "Hall", zone: "UTC" }, { venue_name: "Old hall", zone: "UTC" })).toEqual([
      { label: "Venue name", before: "Hall", after: "Old hall" },
    ]);
  });

  it("looks into texts of several languages", () => {
    expect(changesOf({ name: { en: "Days" } }, { name: { en: "Days", de: "Tage" } })).toEqual([
      { label: "Name (de)", before: "–", after: "Tage" },
    ]);
  });

  it("shows a new thing as everything it has, and a deleted one as nothing", () => {
    expect(changesOf(null, { name: "Box office" })).toEqual([{ label: "Name", before: "–", after: "Box office" }]);
    expect(changesOf({ permissions: ["orders.view"] }, undefined)).toEqual([
      { label: "Permissions", before: "orders.view", after: "–" },
    ]);
  });

  it("reads values as people do", () => {
    expect([true, [], 0, "", { a: [1, 2] }].map(valueWords)).toEqual(["yes", "–", "0", "–", "a: 1, 2"]);
  });
});

describe("a line of the log", () => {
  it("says who and what, also for what is new to us", () => {
    expect(`${actorWords({ kind: "person", name: "Ada" })} ${actionWords("order.paid")}`).toBe(
      "Ada marked an order as paid",
    );
    expect(`${actorWords({ kind: "job" })} ${actionWords("seat_plan.drawn")}`).toBe("Tessera seat plan: drawn");
  });
});

describe("the filter", () => {
  it("is the same for list and export, with days as moments", () => {
    const filter = auditFilterOf({ q: " refund ", action: "order.", from: "2027-03-01", to: "2027-03-01" });
    expect(filter).toEqual({ q: "refund", action: "order.", from: "2027-03-01", to: "2027-03-01" });
    const url = new URL(exportUrl("club", filter, "csv"), "http://x");
    expect(url.pathname).toBe("/api/v1/organisations/club/audit.csv");
    expect(Date.parse(url.searchParams.get("to") ?? "") - Date.parse(url.searchParams.get("from") ?? "")).toBe(
      86_400_000,
    );
  });
});
