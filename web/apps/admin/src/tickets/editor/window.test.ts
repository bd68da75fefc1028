import { describe, expect, it } from "vitest";
import { apiEdge, type Edge, edgeOf, edgeProblem, momentOf } from "./window";

const zone = "Europe/Berlin";
const relative = (mode: Edge["mode"], count: number | null, unit: Edge["unit"] = "days"): Edge => ({
  mode,
  at: null,
  count,
  unit,
});

describe("an end of a sale", () => {
  it("is told in the longest unit that fits", () => {
    const said = (minutes: number) => {
      const { mode, count, unit } = edgeOf({ at: null, minutes }, zone);
      return `${count} ${unit} ${mode}`;
    };
    expect([20_160, 10_140, 4320, 90, 60, 0, -120].map(said)).toEqual([
      "2 weeks before",
      "169 hours before",
      "3 days before",
      "90 minutes before",
      "1 hours before",
      "0 minutes before",
      "2 hours after",
    ]);
  });

  it("comes back from the form as it went in", () => {
    for (const edge of [
      { at: "2027-03-14T18:00:00Z", minutes: null },
      { at: null, minutes: 4320 },
      { at: null, minutes: -45 },
      { at: null, minutes: 0 },
      { at: null, minutes: null },
    ])
      expect(apiEdge(edgeOf(edge, zone), zone)).toEqual(edge);
  });

  it("moves with the event when it is relative", () => {
    expect(momentOf(relative("before", 2, "weeks"), zone, "2027-03-15T18:00:00Z")).toBe("2027-03-01T18:00:00.000Z");
    expect(momentOf(relative("after", 30, "minutes"), zone, "2027-03-15T18:00:00Z")).toBe("2027-03-15T18:30:00.000Z");
    expect(momentOf(relative("open", null), zone, "2027-03-15T18:00:00Z")).toBeNull();
  });

  it("says what is missing", () => {
    expect(edgeProblem({ mode: "at", at: null, count: null, unit: "days" })).toBe("Enter the day and time");
    expect(edgeProblem(relative("before", null))).toBe("Enter a whole number");
    expect(edgeProblem(relative("before", Number.NaN))).toBe("Enter a whole number");
    expect(edgeProblem(relative("after", 60, "weeks"))).toBe("Enter a year at most");
    expect(edgeProblem(relative("before", 7))).toBeNull();
    expect(edgeProblem(relative("open", null))).toBeNull();
  });
});
