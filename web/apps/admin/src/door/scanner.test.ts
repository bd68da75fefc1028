import { describe, expect, it } from "vitest";
import { cleanCode, KeyReader } from "./scanner";

describe("a code", () => {
  it("loses what scanners add", () => {
    expect(cleanCode("]Q3K7M3PQ-1\r")).toBe("K7M3PQ-1");
    expect(cleanCode("  k7m3pq 1\u001d ")).toBe("k7m3pq 1");
  });
});

describe("keys at the door", () => {
  it("go into the input, at a scanner's speed or at a person's", () => {
    const reader = new KeyReader();
    reader.read("K", 0, false);
    expect(reader.read("7", 3, false)).toBe("type");
    expect(reader.read("M", 9000, true)).toBe("type");
  });

  it("start over after half a code was left standing", () => {
    const reader = new KeyReader();
    expect(reader.read("K", 0, false)).toBe("start-over");
    expect(reader.read("7", 100, false)).toBe("type");
    expect(reader.read("M", 20_000, false)).toBe("start-over");
  });

  it("leave the space to buttons, and modifiers to themselves", () => {
    const reader = new KeyReader();
    expect(reader.read(" ", 0, true)).toBe("other");
    expect(reader.read("Shift", 0, false)).toBe("other");
    expect(reader.read("Enter", 0, false)).toBe("other");
  });

  it("dismiss with Escape", () => {
    expect(new KeyReader().read("Escape", 0, false)).toBe("dismiss");
  });
});
