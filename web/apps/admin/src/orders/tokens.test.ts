import { describe, expect, it } from "vitest";
import { filterOf, isFiltered, orderFilter } from "./filter";
import { readTokens } from "./tokens";

const tickets = [
  { id: "prd_early", name: "Early bird" },
  { id: "prd_std", name: "Standard" },
  { id: "prd_stu", name: "Student" },
];
const read = (text: string) => readTokens(text, tickets);

describe("the search box of orders", () => {
  it("turns tokens into filters and keeps the rest as text", () => {
    expect(read("mia status:paid ticket:early-bird ")).toEqual({
      filter: { status: "paid", product: "prd_early" },
      rest: "mia ",
    });
  });

  it("takes a complete token at the end without a space behind it", () => {
    expect(read("status:expired")).toEqual({ filter: { status: "expired" }, rest: "" });
  });

  it("waits while a value is still being typed", () => {
    expect(read("status:pa")).toEqual({ filter: {}, rest: "status:pa" });
    expect(read("ticket:sta")).toEqual({ filter: {}, rest: "ticket:sta" });
  });

  it("takes the beginning of a name once the word is finished, if only one begins so", () => {
    expect(read("ticket:sta ").filter).toEqual({ product: "prd_std" });
    expect(read("ticket:st ")).toEqual({ filter: {}, rest: "ticket:st " });
  });

  it("knows cards and transfers by the words people use", () => {
    expect(read("method:card ").filter).toEqual({ payment_method: "sandbox" });
    expect(read("payment:bank ").filter).toEqual({ payment_method: "bank_transfer" });
  });

  it("asks for what the register said about VAT ids", () => {
    expect(read("vat:unchecked").filter).toEqual({ vat_check: "unchecked" });
    expect(read("vat:inv ").filter).toEqual({ vat_check: "invalid" });
  });

  it("finds what nobody has decided yet", () => {
    expect(read("approval:asked").filter).toEqual({ approval: "asked" });
  });

  it("leaves addresses and unknown words alone", () => {
    expect(read("mia@example.org foo:bar").rest).toBe("mia@example.org foo:bar");
    expect(read("constructor:x __proto__:y").rest).toBe("constructor:x __proto__:y");
  });
});

describe("the filter in the address", () => {
  it("drops what makes no sense instead of failing", () => {
    expect(orderFilter.parse({ q: 5, status: "maybe", product: "prd_1" })).toEqual({ product: "prd_1" });
  });

  it("leaves out defaults and whatever is not a filter", () => {
    const search = { q: "  ", status: "paid", product: undefined, panel: "new" } as never;
    expect(filterOf(search)).toEqual({ status: "paid" });
    expect(isFiltered({ q: " " })).toBe(false);
    expect(isFiltered({ q: "mia" })).toBe(true);
  });
});
