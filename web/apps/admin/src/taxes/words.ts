import type { FeeIn, TaxCase, TaxRuleIn, Treatment } from "@tessera/client";
import { formatMoney, formatPercent } from "@tessera/ui";
import { countryName } from "./countries";

/** "19% tax", "reverse charge: the buyer owes the tax". */
export function treatmentWords(treatment: Treatment): string {
  switch (treatment.kind) {
    case "charge":
      return `${formatPercent(treatment.rate)} tax`;
    case "reverse_charge":
      return "reverse charge, the buyer owes the tax";
    case "exempt":
      return "exempt from tax";
    case "out_of_scope":
      return "no tax";
    case "refuse":
      return "not sold";
  }
}

export const buyerWords: Record<TaxCase["buyer"], string> = {
  anybody: "Everybody",
  private: "Private people",
  business: "Businesses",
  business_with_vat_id: "Businesses with a VAT id",
};

export function placeWords(country: string): string {
  if (country === "any") return "anywhere";
  return country === "eu" ? "in the EU" : `in ${countryName(country)}`;
}

/** One exception as a sentence: "Businesses with a VAT id in the EU: reverse charge, the buyer owes the tax." */
export const caseWords = ({ country, buyer, treatment }: TaxCase): string =>
  `${buyerWords[buyer]} ${placeWords(country)}: ${treatmentWords(treatment)}.`;

/** What a tax rule does where no exception fits. */
export const baseWords = ({ base, cases = [] }: TaxRuleIn): string =>
  `${cases.length > 0 ? "Everybody else" : "Everybody"}: ${treatmentWords(base)}.`;

/** A fee as a sentence: "€1.50 for each ticket that costs something, paid by the buyer." */
export function feeWords(fee: FeeIn, currency: string): string {
  const each = fee.per_ticket ? "for each ticket that costs something" : "once per order that costs something";
  const amount =
    fee.amount.kind === "fixed"
      ? `${formatMoney({ amount_minor: fee.amount.amount_minor, currency })} ${each}`
      : `${formatPercent(fee.amount.percent)} of what the tickets cost, ${fee.per_ticket ? "for each ticket" : "once per order"}`;
  return `${amount}, ${fee.absorbed ? "borne by you" : "paid by the buyer"}.`;
}
