import { describe, expect, it } from "vitest";
import { addresses } from "./addresses";
import { peopleWord } from "./app-list";
import { reach } from "./key-list";

describe("what is said of keys and apps", () => {
  it("tells how far a key reaches", () => {
    expect(reach({ permissions: ["orders.view"], events: null })).toBe("1 right");
    expect(reach({ permissions: ["orders.view", "orders.export"], events: ["evt_1"] })).toBe("2 rights at 1 event");
    expect(reach({ permissions: [], events: null })).toBe("0 rights");
  });

  it("tells how many people use an app", () => {
    expect([0, 1, 3].map(peopleWord)).toEqual(["nobody uses it", "1 person uses it", "3 people use it"]);
  });
});

describe("addresses", () => {
  it("are read one a line, each once", () => {
    expect(addresses(" https://a.example/cb \n\nhttps://b.example/cb\r\nhttps://a.example/cb ")).toEqual([
      "https://a.example/cb",
      "https://b.example/cb",
    ]);
    expect(addresses("  \n ")).toEqual([]);
  });
});
