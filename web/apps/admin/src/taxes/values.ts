import type { Event, Fee, FeeIn, TaxCase, TaxRule, TaxRuleIn, Treatment } from "@tessera/client";
import { cleanText } from "@tessera/ui";
import * as z from "zod/mini";
import { requiredText } from "../lib/schemas";

const kinds = ["charge", "reverse_charge", "exempt", "out_of_scope", "refuse"] as const;
const buyers = ["anybody", "private", "business", "business_with_vat_id"] as const;
const share = (percent: string) => /^\d{1,3}(\.\d{1,4})?$/.test(percent);

const treatment = z.object({ kind: z.enum(kinds), rate: z.string() }).check(
  z.refine(({ kind, rate }) => kind !== "charge" || share(rate), {
    path: ["rate"],
    message: "Enter a rate from 0 to 100",
  }),
);

/** The form of a tax rule. */
export const taxRuleSchema = z.object({
  name: requiredText("Enter what invoices call it"),
  base: treatment,
  keep_gross: z.boolean(),
  cases: z
    .array(
      z.object({
        country: z.string().check(z.minLength(2, "Choose where the buyer is")),
        buyer: z.enum(buyers),
        treatment,
      }),
    )
    .check(z.maxLength(100, "Use at most 100 exceptions")),
  product_ids: z.array(z.string()),
  is_default: z.boolean(),
});

export type TaxRuleValues = z.infer<typeof taxRuleSchema>;
export type CaseValues = TaxRuleValues["cases"][number];

const treatmentOf = (from: Treatment): CaseValues["treatment"] => ({
  kind: from.kind,
  rate: from.kind === "charge" ? from.rate : "",
});
const apiTreatment = ({ kind, rate }: CaseValues["treatment"]): Treatment =>
  kind === "charge" ? { kind, rate } : { kind };

export const newCase = (): CaseValues => ({
  country: "eu",
  buyer: "business_with_vat_id",
  treatment: { kind: "reverse_charge", rate: "" },
});

export const ruleValues = (rule: TaxRule, isDefault: boolean): TaxRuleValues => ({
  name: rule.name,
  base: treatmentOf(rule.base),
  keep_gross: rule.keep_gross ?? false,
  cases: (rule.cases ?? []).map((one) => ({ ...one, treatment: treatmentOf(one.treatment) })),
  product_ids: rule.product_ids ?? [],
  is_default: isDefault,
});

export const ruleOf = (values: TaxRuleValues, { locales }: Pick<Event, "locales">): TaxRuleIn => ({
  name: cleanText(values.name, locales),
  base: apiTreatment(values.base),
  keep_gross: values.keep_gross,
  cases: values.cases.map((one): TaxCase => ({ ...one, treatment: apiTreatment(one.treatment) })),
  product_ids: values.product_ids,
});

/** The form of a fee. */
export const feeSchema = z
  .object({
    name: requiredText("Enter what guests read"),
    kind: z.enum(["fixed", "percent"]),
    amount: z.nullable(z.any()),
    percent: z.string(),
    per: z.enum(["order", "ticket"]),
    pays: z.enum(["buyer", "you"]),
    tax: z.string(),
    active: z.boolean(),
  })
  .check(
    z.refine(
      ({ kind, amount }) => kind !== "fixed" || (Number.isInteger(amount) && amount >= 0 && amount <= 10_000_000_000),
      { path: ["amount"], message: "Enter an amount" },
    ),
    z.refine(({ kind, percent }) => kind !== "percent" || share(percent), {
      path: ["percent"],
      message: "Enter a share from 0 to 100",
    }),
  );

export type FeeValues = z.infer<typeof feeSchema>;

export const feeValues = (fee: Fee): FeeValues => ({
  name: fee.name,
  kind: fee.amount.kind,
  amount: fee.amount.kind === "fixed" ? fee.amount.amount_minor : null,
  percent: fee.amount.kind === "percent" ? fee.amount.percent : "",
  per: fee.per_ticket ? "ticket" : "order",
  pays: fee.absorbed ? "you" : "buyer",
  tax: fee.tax_rule_id ?? "",
  active: fee.active ?? true,
});

export const feeOf = (values: FeeValues, { locales }: Pick<Event, "locales">, sort: number): FeeIn => ({
  name: cleanText(values.name, locales),
  sort,
  amount:
    values.kind === "fixed"
      ? { kind: "fixed", amount_minor: Number(values.amount) }
      : { kind: "percent", percent: values.percent },
  per_ticket: values.per === "ticket",
  absorbed: values.pays === "you",
  tax_rule_id: values.tax || null,
  active: values.active,
});

/** A stored fee as it would be sent again, with some of it changed. */
export function again({ id: _, version: _v, created_at: _c, updated_at: _u, ...fee }: Fee): FeeIn {
  return fee;
}
