import { describe, expect, it } from "vitest";
import { mergeForm, same } from "./merge-form";

const base = { venue: "Hall", address: "Street 1", name: { en: "Concert", de: "Konzert" }, methods: ["card"] };

describe("a form whose event was changed meanwhile", () => {
  it("keeps what was typed and takes over the rest", () => {
    const { values, changed, disputed } = mergeForm(
      base,
      { ...base, venue: "Old hall" },
      { ...base, address: "Street 2" },
    );
    expect(values).toEqual({ ...base, venue: "Old hall", address: "Street 2" });
    expect(changed).toEqual(["address"]);
    expect(disputed).toEqual([]);
  });

  it("loses nothing when both changed the same field, and names it", () => {
    const { values, disputed } = mergeForm(base, { ...base, venue: "Mine" }, { ...base, venue: "Theirs" });
    expect(values.venue).toBe("Mine");
    expect(disputed).toEqual(["venue"]);
  });

  it("has no dispute when both wrote the same", () => {
    const { changed, disputed } = mergeForm(base, { ...base, venue: "New" }, { ...base, venue: "New" });
    expect([changed, disputed]).toEqual([["venue"], []]);
  });

  it("merges a text language by language", () => {
    const mine = { ...base, name: { en: "Concert!", de: "Konzert" } };
    const theirs = { ...base, name: { en: "Concert", de: "Konzert!", ar: "حفل" } };
    expect(mergeForm(base, mine, theirs).values.name).toEqual({ en: "Concert!", de: "Konzert!", ar: "حفل" });
  });

  it("says nothing when only other things of the event moved", () => {
    expect(mergeForm(base, { ...base, venue: "Mine" }, { ...base }).changed).toEqual([]);
  });
});

it("an absent text is the same as none", () => {
  expect(same({ en: "A", de: undefined }, { en: "A" })).toBe(true);
  expect(same(["a", "b"], ["b", "a"])).toBe(false);
});
