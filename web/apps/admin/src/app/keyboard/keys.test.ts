import { describe, expect, it } from "vitest";
import { KeySequence } from "./keys";

describe("single keys", () => {
  it("go somewhere with g and a letter", () => {
    const keys = new KeySequence();
    expect(keys.read("g", 0)).toBeNull();
    expect(keys.read("o", 400)).toEqual({ kind: "go", letter: "o" });
    expect(keys.read("o", 500)).toBeNull();
  });

  it("forget a g that was long ago", () => {
    const keys = new KeySequence();
    keys.read("g", 0);
    expect(keys.read("j", 2000)).toEqual({ kind: "move", step: 1 });
  });

  it("search, help and walk over rows", () => {
    const keys = new KeySequence();
    expect(["/", "?", "k"].map((key) => keys.read(key, 0))).toEqual([
      { kind: "search" },
      { kind: "help" },
      { kind: "move", step: -1 },
    ]);
  });
});
