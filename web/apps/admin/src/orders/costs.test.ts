import type { Order } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { orderTaxWords, priceWords } from "./costs";

const eur = (amount_minor: number) => ({ amount_minor, currency: "EUR" });
const say = (price: object, voucher: string | null = null) =>
  priceWords(
    { prices: [{ number: 1, list: eur(2000), voucher_off: eur(0), ...price }], voucher } as unknown as Order,
    1,
  );

describe("what a ticket of an order cost", () => {
  it("needs no word where it is the list price", () => {
    expect(say({})).toBeNull();
    expect(priceWords({ prices: [], voucher: null } as unknown as Order, 1)).toBeNull();
  });

  it("is told with what changed it", () => {
    expect(say({ discount_id: "dsc_1" })).toMatch(/^List price .*20\.00, discount$/);
    expect(say({ discount_id: "dsc_1", discount: "Early bird" })).toMatch(/, “Early bird”$/);
    expect(say({ voucher_id: "vou_1", voucher_off: eur(500) }, "FRIENDS")).toMatch(/, voucher FRIENDS −.*5\.00$/);
    expect(say({ voucher_id: "vou_1" })).toMatch(/, voucher$/);
  });
});

describe("the tax of an order", () => {
  it("is told by rate, and why there is none", () => {
    const tax = (code: string) => orderTaxWords({ code, rate: "19", tax_minor: 1900 } as Order["taxes"][number], "EUR");
    expect(tax("S")).toMatch(/^19\s?% tax: .*19\.00$/);
    expect(tax("AE")).toBe("reverse charge: the buyer owes the tax");
    expect(tax("O")).toBeNull();
  });
});
