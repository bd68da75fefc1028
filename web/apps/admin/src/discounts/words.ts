import type { DiscountIn } from "@tessera/client";
import { formatCount, formatInstant, formatMoney } from "@tessera/ui";
import { effectWords } from "../prices/effect";
import { type Offer, scopeWords } from "../prices/scope";

/** A rule as a sentence: "5 or more of the same: 10% off Floor, until 1 Mar, for the first 100 tickets." */
export function ruleWords(
  rule: DiscountIn,
  offer: Offer,
  { currency, zone }: { currency: string; zone: string },
): string {
  const count = rule.min_count ?? 1;
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency });
  const effect = effectWords(rule.effect, currency);
  const scope = scopeWords(rule.scope, offer);
  const condition = () => {
    if (rule.min_value_minor) return `Tickets worth ${money(rule.min_value_minor)} or more`;
    if (rule.cheapest)
      return `Of every ${count}${rule.same ? " of the same" : ""}, the ${cheapestWords(rule.cheapest)}`;
    if (count > 1) return `${count} or more${rule.same ? " of the same" : ""}`;
    return "Every ticket";
  };
  const dates = [
    rule.valid_from && `from ${formatInstant(rule.valid_from, zone)}`,
    rule.valid_until && `until ${formatInstant(rule.valid_until, zone)}`,
  ];
  const parts = [
    `${condition()}: ${effect}${scope === "everything" ? "" : `, only ${scope}`}`,
    ...dates,
    rule.max_uses && `for the first ${formatCount(rule.max_uses)} tickets`,
    rule.skip_vouchered && "not with a voucher",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

const cheapestWords = (count: number) => (count === 1 ? "cheapest" : `${count} cheapest`);
