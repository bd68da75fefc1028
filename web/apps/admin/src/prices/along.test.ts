import { describe, expect, it } from "vitest";
import { along, ticketsFirst } from "./along";

const products = [
  {
    id: "pass",
    sold_alone: true,
    add_ons: [
      { product_id: "tent", max: 1 },
      { product_id: "shirt", max: 2 },
    ],
  },
  { id: "tent", sold_alone: false, add_ons: [] },
  { id: "shirt", sold_alone: true, add_ons: [] },
];
const parents = (lines: { product: string; quantity: number }[]) => along(lines, products).map(({ parent }) => parent);

describe("add-ons in a basket", () => {
  it("go with the ticket before them that has them", () => {
    expect(
      parents([
        { product: "pass", quantity: 2 },
        { product: "tent", quantity: 2 },
      ]),
    ).toEqual([undefined, 0]);
    expect(parents([{ product: "tent", quantity: 1 }])).toEqual([undefined]);
  });

  it("stay alone where they can and the ticket has no room", () => {
    const lines = [
      { product: "pass", quantity: 1 },
      { product: "shirt", quantity: 2 },
      { product: "shirt", quantity: 1 },
    ];
    expect(parents(lines)).toEqual([undefined, 0, undefined]);
  });

  it("name their ticket even if there are too many, so that the refusal tells why", () => {
    expect(
      parents([
        { product: "pass", quantity: 1 },
        { product: "tent", quantity: 5 },
      ]),
    ).toEqual([undefined, 0]);
  });

  it("come after the tickets", () => {
    const lines = [
      { product: "tent", quantity: 1 },
      { product: "pass", quantity: 1 },
    ];
    expect(ticketsFirst(lines, products).map(({ product }) => product)).toEqual(["pass", "tent"]);
  });
});
