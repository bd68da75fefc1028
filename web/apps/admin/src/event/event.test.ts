import { describe, expect, it } from "vitest";
import { overtaken } from "../lib/overtaken";
import { groupEvents } from "../organisation/event-list";
import { fixAddress } from "./checklist";
import { everyDay } from "./sales-chart";
import { suggestTimes } from "./templates";

describe("the list of events", () => {
  const event = (id: string, status: string, starts: string, ends: string) =>
    ({ id, status, starts_at: starts, ends_at: ends }) as never;

  it("puts drafts first, then what comes soonest, then the latest past", () => {
    const groups = groupEvents(
      [
        event("past-old", "live", "2025-01-01T10:00:00Z", "2025-01-01T12:00:00Z"),
        event("far", "live", "2028-01-01T10:00:00Z", "2028-01-01T12:00:00Z"),
        event("past", "live", "2026-01-01T10:00:00Z", "2026-01-01T12:00:00Z"),
        event("draft", "draft", "2027-09-01T10:00:00Z", "2027-09-01T12:00:00Z"),
        event("now", "live", "2027-01-01T08:00:00Z", "2027-01-01T18:00:00Z"),
        event("old-draft", "draft", "2024-01-01T08:00:00Z", "2024-01-01T18:00:00Z"),
      ],
      new Date("2027-01-01T12:00:00Z"),
    );
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    expect(ids(groups.needsYou)).toEqual(["draft"]);
    expect(ids(groups.upcoming)).toEqual(["now", "far"]);
    expect(ids(groups.past)).toEqual(["past", "past-old", "old-draft"]);
  });
});

it("leads from a checklist item to its place, in the event or its organisation", () => {
  expect(fixAddress("o", "e", "/settings#payment").href).toBe("/o/events/e/settings#payment");
  expect(fixAddress("o", "e", "/tickets").href).toBe("/o/events/e/tickets");
  expect(fixAddress("o", "e", "/organisation#contact").href).toBe("/o/settings#contact");
});

it("shows days without a sale as well", () => {
  const days = [
    { date: "2027-02-27", tickets: 2, revenue_minor: 200 },
    { date: "2027-03-02", tickets: 1, revenue_minor: 100 },
  ];
  expect(everyDay(days).map(({ date, tickets }) => [date, tickets])).toEqual([
    ["2027-02-27", 2],
    ["2027-02-28", 0],
    ["2027-03-01", 0],
    ["2027-03-02", 1],
  ]);
  expect(everyDay([])).toEqual([]);
});

it("suggests times only where a template says so", () => {
  expect(suggestTimes(undefined)).toEqual({ starts: null, ends: null });
  expect(suggestTimes("conference", new Date("2027-01-01T00:00:00Z"))).toEqual({
    starts: "2027-06-18T09:00",
    ends: "2027-06-19T17:00",
  });
});

describe("saving on top of somebody else's change", () => {
  const refusal = { code: "catalog.outdated", status: 412 };
  const labels = { venue_name: "Venue", venue_address: "Address" };

  it("names what they changed and what both changed", () => {
    const { title, detail } = overtaken(
      refusal,
      { changed: ["venue_name", "venue_address"], disputed: ["venue_address"] },
      labels,
    );
    expect(title).toBe("Somebody else changed this meanwhile");
    expect(detail).toBe(
      "“Venue” now shows what they entered. You changed “Address”, too: saving again replaces theirs. " +
        "What you entered is still here. Save again to keep it.",
    );
  });

  it("blames nobody when only tickets or another part moved", () => {
    const { title, detail } = overtaken(refusal, { changed: [], disputed: [] }, labels);
    expect(title).toBe("Another part of it changed meanwhile");
    expect(detail).toBe("What you entered is still here. Save again to keep it.");
  });
});
