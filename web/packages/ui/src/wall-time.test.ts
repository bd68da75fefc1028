import { describe, expect, it } from "vitest";
import { addMinutes, instantToWall, wallToInstant } from "./wall-time";

describe("wall-clock time", () => {
  it.each([
    ["2027-01-15T19:00", "Europe/Berlin", "2027-01-15T18:00:00Z"],
    ["2027-07-15T19:00", "Europe/Berlin", "2027-07-15T17:00:00Z"],
    ["2027-07-15T19:00", "Asia/Kolkata", "2027-07-15T13:30:00Z"],
    ["2027-07-15T19:00", "America/New_York", "2027-07-15T23:00:00Z"],
    ["2027-07-15T19:00", "UTC", "2027-07-15T19:00:00Z"],
    ["2027-07-15T00:30", "Pacific/Auckland", "2027-07-14T12:30:00Z"],
  ])("%s in %s is %s, and back", (wall, zone, instant) => {
    expect(wallToInstant(wall, zone)).toBe(instant);
    expect(instantToWall(instant, zone)).toBe(wall);
  });

  it("moves a time that the clock change skips forward by an hour", () => {
    const instant = wallToInstant("2027-03-28T02:30", "Europe/Berlin");
    expect(instantToWall(instant, "Europe/Berlin")).toBe("2027-03-28T03:30");
  });

  it("takes the first of a time that the clock change repeats", () => {
    expect(wallToInstant("2027-10-31T02:30", "Europe/Berlin")).toBe("2027-10-31T00:30:00Z");
  });

  it("adds minutes over midnight", () => {
    expect(addMinutes("2027-12-31T22:30", 180)).toBe("2028-01-01T01:30");
  });
});
