import { Circle } from "lucide-react";
import { expect, it } from "vitest";
import { filterCommands } from "./filter";

const item = (label: string, words = "") => ({ id: label, label, words, icon: Circle, run: () => undefined });
const groups = [
  { label: "Go to", items: [item("Event settings", "cover"), item("Orders", "buyers"), item("Settings")] },
  { label: "Events", items: [item("Łódź élégance"), item("Rust Days")] },
];
const found = (query: string) => filterCommands(groups, query).flatMap(({ items }) => items.map(({ label }) => label));

it("finds by the beginning first, then by any words", () => {
  expect(found("sett")).toEqual(["Settings", "Event settings"]);
  expect(found("set ev")).toEqual(["Event settings"]);
  expect(found("buyer")).toEqual(["Orders"]);
});

it("does not mind accents, and leaves out empty groups", () => {
  expect(found("elegance")).toEqual(["Łódź élégance"]);
  expect(filterCommands(groups, "elegance").map(({ label }) => label)).toEqual(["Events"]);
});

it("shows everything before anything is typed", () => {
  expect(found(" ")).toHaveLength(5);
});
