import { BadgeEuro, Building2, CircleOff, CreditCard, Globe, Landmark, Receipt, Ticket } from "lucide-react";
import type { FeeKey, TaxKey } from "./preset-keys";
import type { FeeValues, TaxRuleValues } from "./values";

/** Taxes as most organisers have them. */
export const taxPresets = [
  { key: "none", icon: CircleOff, title: "No tax", about: "You are exempt, such as a small business or a charity." },
  { key: "one", icon: Landmark, title: "One rate for everybody", about: "Whoever buys, wherever they are." },
  {
    key: "eu_business",
    icon: Building2,
    title: "One rate, but reverse charge for businesses elsewhere in the EU",
    about: "Businesses with a VAT id in other EU countries owe the tax themselves.",
  },
  { key: "eu_only", icon: Globe, title: "Only buyers in the EU are taxed", about: "Everybody else pays no tax." },
] as const satisfies readonly { key: TaxKey; [more: string]: unknown }[];

/** Fees as most organisers have them. */
export const feePresets = [
  { key: "booking", icon: Ticket, title: "Booking fee", about: "So much for each ticket." },
  { key: "service", icon: Receipt, title: "Service fee", about: "So much for each order." },
  { key: "payment", icon: CreditCard, title: "Payment costs", about: "A share of what the tickets cost." },
  { key: "own", icon: BadgeEuro, title: "Costs you bear", about: "Buyers pay nothing; you see what remains for you." },
] as const satisfies readonly { key: FeeKey; [more: string]: unknown }[];

const rate = (percent: string) => ({ kind: "charge" as const, rate: percent });

/** Standard rates of 2026, as a start: whoever sells has to know their own. */
const standardRates: Record<string, string> = {
  ...{ AT: "20", BE: "21", CH: "8.1", CZ: "21", DE: "19", DK: "25", ES: "21", FI: "25.5", FR: "20", GB: "20" },
  ...{ IE: "23", IT: "22", NL: "21", NO: "25", PL: "23", PT: "23", SE: "25" },
};

/** The country a time zone speaks for, where the rates above know it. */
const countryOfZone: Record<string, string> = {
  ...{ "Europe/Vienna": "AT", "Europe/Brussels": "BE", "Europe/Zurich": "CH", "Europe/Prague": "CZ" },
  ...{ "Europe/Berlin": "DE", "Europe/Copenhagen": "DK", "Europe/Madrid": "ES", "Europe/Helsinki": "FI" },
  ...{ "Europe/Paris": "FR", "Europe/London": "GB", "Europe/Dublin": "IE", "Europe/Rome": "IT" },
  ...{ "Europe/Amsterdam": "NL", "Europe/Oslo": "NO", "Europe/Warsaw": "PL", "Europe/Lisbon": "PT" },
  ...{ "Europe/Stockholm": "SE" },
};

/** A tax rule with what the preset needs filled in, for an event in this time zone. */
export function taxPreset(preset: TaxKey, zone: string, locale: string): TaxRuleValues {
  const home = countryOfZone[zone];
  const usual = rate(home ? (standardRates[home] ?? "") : "");
  const name = { [locale]: locale.startsWith("de") ? "Umsatzsteuer" : "VAT" };
  const start = { name, base: usual, keep_gross: false, cases: [], product_ids: [], is_default: true };
  switch (preset) {
    case "none":
      return { ...start, base: { kind: "exempt", rate: "" } };
    case "one":
      return start;
    case "eu_business":
      return {
        ...start,
        cases: [
          { country: home ?? "", buyer: "anybody", treatment: usual },
          { country: "eu", buyer: "business_with_vat_id", treatment: { kind: "reverse_charge", rate: "" } },
        ],
      };
    case "eu_only":
      return {
        ...start,
        base: { kind: "out_of_scope", rate: "" },
        cases: [{ country: "eu", buyer: "anybody", treatment: usual }],
      };
  }
}

/** A fee with what the preset needs filled in. */
export function feePreset(preset: FeeKey, locale: string): FeeValues {
  const named = (en: string, de: string) => ({ [locale]: locale.startsWith("de") ? de : en });
  const start = {
    kind: "fixed",
    amount: null,
    percent: "",
    per: "order",
    pays: "buyer",
    tax: "",
    active: true,
  } as const;
  switch (preset) {
    case "booking":
      return { ...start, name: named("Booking fee", "Buchungsgebühr"), per: "ticket" };
    case "service":
      return { ...start, name: named("Service fee", "Servicegebühr") };
    case "payment":
      return { ...start, name: named("Payment costs", "Zahlungsgebühr"), kind: "percent" };
    case "own":
      return { ...start, name: named("Costs of sale", "Verkaufskosten"), kind: "percent", pays: "you" };
  }
}
