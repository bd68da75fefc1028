import type { Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { along, neededOf, ticketsFirst, wholeBasket } from "./along";

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

  it("are added where a ticket needs them, in their first form on sale", () => {
    const gala = { id: "gala", sold_alone: true, add_ons: [{ product_id: "menu", min: 1, max: 1 }], variations: [] };
    const forms = [
      { id: "fish", active: false },
      { id: "soup", active: true },
    ];
    const menu = { id: "menu", sold_alone: false, add_ons: [], variations: forms };
    const offer = [gala, menu] as unknown as Product[];
    expect(neededOf([{ product: "gala", quantity: 2 }], offer)).toEqual([{ parent: 0, product: "menu", quantity: 2 }]);
    expect(wholeBasket([{ product: "gala", quantity: 2 }], offer)[1]).toEqual({
      parent: 0,
      product: "menu",
      quantity: 2,
      variation: "soup",
    });
    const chosen = [
      { product: "menu", variation: "fish", quantity: 1 },
      { product: "gala", quantity: 1 },
    ];
    expect(wholeBasket(chosen, offer)).toEqual([
      { product: "gala", quantity: 1 },
      { product: "menu", variation: "fish", quantity: 1, parent: 0 },
    ]);
  });
});
