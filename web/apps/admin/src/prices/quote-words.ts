import type { Quote } from "@tessera/client";
import { formatMoney, formatPercent, pickText } from "@tessera/ui";

type Line = Quote["lines"][number];
type Step = Line["steps"][number];
type VoucherResult = NonNullable<Quote["voucher"]>;

const money = (amount_minor: number, currency: string) => formatMoney({ amount_minor, currency });

/** One change of a price in words: "Early bird: −€5.00". */
export function stepWords(step: Step, currency: string, locale: string | undefined): string {
  const name = pickText(step.name, locale);
  const names: Record<Step["kind"], string> = {
    included: "Included in the ticket",
    bundle: "Part of a bundle",
    voucher: name ? `Voucher ${name}` : "Voucher",
    free_price: "The buyer's own price",
    discount: name || "Discount",
  };
  const sign = step.change_minor > 0 ? "+" : "";
  return `${names[step.kind]}: ${sign}${money(step.change_minor, currency)}`;
}

/** What became of a voucher in a basket, in words; the second part says whether it worked. */
export function outcomeWords({ code, outcome }: VoucherResult, currency: string): [string, boolean] {
  switch (outcome?.state) {
    case "applied": {
      const tickets = outcome.uses === 1 ? "1 ticket" : `${outcome.uses} tickets`;
      const left = outcome.left_out > 0 ? `, ${outcome.left_out} more get nothing` : "";
      return [`${code} takes ${money(outcome.off_minor, currency)} off ${tickets}${left}.`, true];
    }
    case "expired":
      return [`${code} has expired.`, false];
    case "used_up":
      return [`${code} was used as often as it may be.`, false];
    case "budget_spent":
      return [`The budget of ${code} is spent.`, false];
    case "nothing_matches":
      return [`${code} is good for nothing in this basket.`, false];
    case "too_few":
      return [`${code} needs ${outcome.needed} tickets at its first use.`, false];
    default:
      return [`There is no voucher ${code}.`, false];
  }
}

/** "incl. 19% tax €3.91", or why there is none. */
export function taxWords(tax: Quote["taxes"][number], currency: string): string {
  switch (tax.code) {
    case "S":
      return `${formatPercent(tax.rate)} tax ${money(tax.tax_minor, currency)}`;
    case "Z":
      return "0% tax";
    case "E":
      return "exempt from tax";
    case "AE":
      return "reverse charge: the buyer owes the tax";
    default:
      return "no tax";
  }
}

/** How many tickets each discount took in, and how much it took off in all, by the discount's id. */
export function takenBy(quote: Quote): Map<string, { count: number; off: number }> {
  const taken = new Map<string, { count: number; off: number }>();
  for (const { quantity, steps } of quote.lines)
    for (const { kind, reference, change_minor } of steps) {
      if (kind !== "discount" || typeof reference !== "string") continue;
      const before = taken.get(reference) ?? { count: 0, off: 0 };
      taken.set(reference, { count: before.count + quantity, off: before.off - change_minor * quantity });
    }
  return taken;
}
