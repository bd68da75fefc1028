import { describe, expect, it } from "vitest";
import { cleanCode, WedgeReader } from "./scanner";

function press(reader: WedgeReader, keys: string[], gap: number, from = 0): string | null {
  let answer: string | null = null;
  for (const [index, key] of keys.entries()) answer = reader.feed(key, from + index * gap);
  return answer;
}

describe("a scanner that acts as a keyboard", () => {
  it("is heard by its speed, wherever the focus is", () => {
    expect(press(new WedgeReader(), [..."K7M3PQ-1", "Enter"], 4)).toBe("K7M3PQ-1");
    expect(press(new WedgeReader(), [..."K7M3PQ1", "Tab"], 12)).toBe("K7M3PQ1");
  });

  it("is not mistaken for somebody who types", () => {
    expect(press(new WedgeReader(), [..."Gate B 12", "Enter"], 110)).toBeNull();
  });

  it("survives the shift key between letters", () => {
    expect(press(new WedgeReader(), ["Shift", "K", "Shift", "M", "7", "3", "P", "Q", "Enter"], 3)).toBe("KM73PQ");
  });

  it("forgets what was typed slowly before a scan", () => {
    const reader = new WedgeReader();
    press(reader, [..."Gate"], 150);
    expect(press(reader, [..."K7M3PQ2", "Enter"], 5, 5000)).toBe("K7M3PQ2");
  });

  it("ignores an Enter that comes late, and bursts too short for a code", () => {
    const reader = new WedgeReader();
    press(reader, [..."K7M3PQ1"], 5);
    expect(reader.feed("Enter", 900)).toBeNull();
    expect(press(new WedgeReader(), ["a", "b", "Enter"], 5)).toBeNull();
  });

  it("reads two scans one after the other", () => {
    const reader = new WedgeReader();
    expect(press(reader, [..."AAAAAA1", "Enter"], 5)).toBe("AAAAAA1");
    expect(press(reader, [..."BBBBBB2", "Enter"], 5, 40)).toBe("BBBBBB2");
  });
});

describe("a code", () => {
  it("loses what scanners add", () => {
    expect(cleanCode("]Q3K7M3PQ-1\r")).toBe("K7M3PQ-1");
    expect(cleanCode("  k7m3pq 1\u001d ")).toBe("k7m3pq 1");
  });
});
