import type { Quote } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { outcomeWords, stepWords, takenBy, taxWords } from "./quote-words";

const step = (kind: string, change_minor: number, more: object = {}) =>
  ({ kind, change_minor, price_minor: 0, name: {}, ...more }) as Quote["lines"][number]["steps"][number];

describe("a quote in words", () => {
  it("tells what changed a price and by how much", () => {
    expect(stepWords(step("discount", -500, { name: { en: "Early bird" } }), "EUR", "en")).toContain("Early bird: −");
    expect(stepWords(step("voucher", -500, { name: { en: "SPONSOR" } }), "EUR", "en")).toContain("Voucher SPONSOR");
    expect(stepWords(step("free_price", 700), "EUR", "en")).toContain("own price: +");
  });

  it("tells what became of a voucher", () => {
    const say = (outcome?: object) => outcomeWords({ code: "ABC", outcome } as never, "EUR");
    expect(say({ state: "applied", uses: 2, off_minor: 1000, left_out: 3 })[0]).toMatch(
      /2 tickets, 3 more get nothing\.$/,
    );
    expect(say({ state: "applied", uses: 1, off_minor: 1000, left_out: 0 })[1]).toBe(true);
    expect(say({ state: "too_few", needed: 5 })).toEqual(["ABC needs 5 tickets at its first use.", false]);
    expect(say()).toEqual(["There is no voucher ABC.", false]);
  });

  it("tells the tax, or why there is none", () => {
    const tax = (code: string) => taxWords({ code, rate: "19", tax_minor: 391 } as never, "EUR");
    expect(tax("S")).toContain("19");
    expect(tax("AE")).toContain("reverse charge");
    expect(tax("O")).toBe("no tax");
  });

  it("counts which rule took which tickets", () => {
    const lines = [
      { quantity: 2, steps: [step("discount", -500, { reference: "dsc_1" })] },
      {
        quantity: 1,
        steps: [step("voucher", -100, { reference: "vou_1" }), step("discount", -300, { reference: "dsc_1" })],
      },
      { quantity: 4, steps: [step("discount", -50, { reference: "dsc_2" })] },
    ];
    expect([...takenBy({ lines } as unknown as Quote)]).toEqual([
      ["dsc_1", { count: 3, off: 1300 }],
      ["dsc_2", { count: 4, off: 200 }],
    ]);
  });
});
