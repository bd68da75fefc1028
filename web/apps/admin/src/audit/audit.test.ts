import { describe, expect, it } from "vitest";
import { changesOf, valueWords } from "./diff";
import { auditFilter, auditFilterOf, exportUrl } from "./queries";
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

  it("keeps amounts together", () => {
    const total = { amount_minor: 5200, currency: "EUR" };
    expect(changesOf(null, { total })).toEqual([{ label: "Total", before: "–", after: "€52.00" }]);
  });

  it("reads values as people do", () => {
    expect([true, [], 0, "", { a: [1, 2] }].map(valueWords)).toEqual(["yes", "–", "0", "–", "a: 1, 2"]);
  });
});

describe("a line of the log", () => {
  it("says who and what, also for what is new to us", () => {
    expect(`${actorWords({ kind: "person", name: "Ada" })} ${actionWords("order.paid", "person")}`).toBe(
      "Ada marked an order as paid",
    );
    expect(`${actorWords({ kind: "guest" })} ${actionWords("order.paid", "guest")}`).toBe("A guest completed an order");
    expect(`${actorWords({ kind: "provider" })} ${actionWords("order.paid", "provider")}`).toBe(
      "The payment provider reported an order as paid",
    );
    expect(`${actorWords({ kind: "job" })} ${actionWords("seat_plan.drawn", "job")}`).toBe("Tessera seat plan: drawn");
  });
});

describe("the filter", () => {
  const ofUrl = (url: string) => Object.fromEntries(new URL(url, "http://x").searchParams);

  it("is the same for list and export, with days as moments", () => {
    const filter = auditFilterOf({ action: "order.", from: "2027-03-01", to: "2027-03-01" });
    const url = exportUrl("club", filter, "csv");
    expect(new URL(url, "http://x").pathname).toBe("/api/v1/organisations/club/audit.csv");
    const { from, to, action } = ofUrl(url);
    expect(action).toBe("order.");
    expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(86_400_000);
  });

  it("tells requests from things, and asks for nothing by half an id", () => {
    const order = "ord_06b1v4zqk5x3k8r2m7n9p4t6w0";
    const request = "req_06b1v4zqk5x3k8r2m7n9p4t6w0";
    expect(ofUrl(exportUrl("club", { id: order }, "jsonl"))).toEqual({ subject: order });
    expect(ofUrl(exportUrl("club", { id: request }, "jsonl"))).toEqual({ correlation: request });
    expect(ofUrl(exportUrl("club", { id: "ord_06b" }, "jsonl"))).toEqual({});
  });

  it("drops from an address what can't be one", () => {
    expect(auditFilterOf(auditFilter.parse({ actor: "a b", action: "%", from: "now" }))).toEqual({});
  });
});
