import type { Category, Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { afterMoves, grouped, moveByOne, moveHeading, moveTo, undone } from "./order";

const product = (id: string, sort: number, category_id?: string) => ({ id, sort, category_id }) as Product;
const categories = [
  { id: "camp", sort: 20 },
  { id: "days", sort: 10 },
] as Category[];
const products = [
  product("pass", 10),
  product("friday", 20, "days"),
  product("saturday", 30, "days"),
  product("lost", 40, "gone"),
  product("tent", 50, "camp"),
];
const groups = grouped(products, categories);
const shown = (list: Product[]) =>
  grouped(list, categories).map(({ category, products: inside }) =>
    [category?.id ?? "-", ...inside.map(({ id }) => id)].join(" "),
  );

describe("the order of tickets", () => {
  it("has those without a heading first, then each heading's", () => {
    expect(shown(products)).toEqual(["- pass lost", "days friday saturday", "camp tent"]);
  });

  it("changes by one place, and from heading to heading at their ends", () => {
    const after = (id: string, step: -1 | 1) => shown(afterMoves(products, moveByOne(groups, id, step)));
    expect(after("saturday", -1)).toEqual(["- pass lost", "days saturday friday", "camp tent"]);
    expect(after("saturday", 1)).toEqual(["- pass lost", "days friday", "camp saturday tent"]);
    expect(after("friday", -1)).toEqual(["- pass lost friday", "days saturday", "camp tent"]);
    expect(moveByOne(groups, "pass", -1)).toEqual([]);
    expect(moveByOne(groups, "tent", 1)).toEqual([]);
    expect(moveByOne(groups, "unknown", 1)).toEqual([]);
  });

  it("moves several together, and touches nothing else", () => {
    const moves = moveTo(groups, ["tent", "friday"], null, 1);
    expect(shown(afterMoves(products, moves))).toEqual(["- pass friday tent lost", "days saturday", "camp"]);
    expect(moves.map(({ id }) => id)).not.toContain("pass");
  });

  it("comes back by undoing", () => {
    const moves = moveByOne(groups, "saturday", 1);
    const moved = afterMoves(products, moves);
    expect(shown(afterMoves(moved, undone(products, moves)))).toEqual(shown(products));
  });
});

describe("the order of headings", () => {
  it("changes only the places that differ", () => {
    expect(moveHeading(categories, "camp", -1)).toEqual([
      { id: "camp", sort: 10 },
      { id: "days", sort: 20 },
    ]);
    expect(moveHeading(categories, "days", -1)).toEqual([]);
  });
});
