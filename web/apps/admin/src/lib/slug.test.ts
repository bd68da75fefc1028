import { expect, it } from "vitest";
import { slugify, slugPattern } from "./slug";

it.each([
  ["Rust-Tage München!", "rust-tage-munchen"],
  ["Straßenfest Łódź", "strassenfest-lodz"],
  ["  Ærø — Ønsker  ", "aero-onsker"],
  ["أيام رست", ""],
])("makes an address of %j", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});

it("never ends in a dash, however long the name is", () => {
  const slug = slugify(`${"word ".repeat(40)}`);
  expect(slug.length).toBeLessThanOrEqual(63);
  expect(slug).toMatch(slugPattern);
});
