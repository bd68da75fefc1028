import type { DraftVoucher, Event, Voucher, VoucherIn } from "@tessera/client";
import { instantToWall, wallToInstant } from "@tessera/ui";
import * as z from "zod/mini";
import { count, countOrNone } from "../lib/schemas";
import { apiEffect, type EffectValues, effectOf, effectSchema } from "../prices/effect";
import { everything, type Scope, scopeOf } from "../prices/scope";

const ids = z.array(z.string());

/** The form of a voucher, or of many with the same terms. */
export const voucherSchema = z
  .object({
    how: z.enum(["one", "many", "list"]),
    code: z
      .string()
      .check(
        z.refine(
          (code) => code.trim() === "" || /^[\p{L}\p{N}._-]{3,50}$/u.test(code.trim()),
          "A code has 3 to 50 letters, digits, hyphens, underscores or dots",
        ),
      ),
    count: z.nullable(z.any()),
    prefix: z.string(),
    text: z.string(),
    tag: z.string().check(z.maxLength(50, "Use at most 50 characters for the tag")),
    comment: z.string().check(z.maxLength(1000, "Use at most 1,000 characters for the note")),
    scope: z.object({ category_ids: ids, product_ids: ids, quota_ids: ids, variation_ids: ids }),
    effect: effectSchema,
    max_uses: count("Enter a number from 1 to 1,000,000", 1, 1_000_000),
    min_uses: count("Enter a number from 1 to 1,000,000", 1, 1_000_000),
    budget: countOrNone("Enter an amount, or leave it empty"),
    until: z.nullable(z.string()),
    shows_hidden: z.boolean(),
    reserves: z.boolean(),
    beyond: z.boolean(),
  })
  .check(
    z.refine(({ how, count: many }) => how !== "many" || (Number.isInteger(many) && many >= 1 && many <= 10_000), {
      path: ["count"],
      message: "Enter a number from 1 to 10,000",
    }),
    z.refine(({ how, text }) => how !== "list" || text.trim() !== "", {
      path: ["text"],
      message: "Paste at least one code",
    }),
    z.refine(({ min_uses, max_uses }) => min_uses <= max_uses, {
      path: ["min_uses"],
      message: "The first use cannot need more tickets than there are uses",
    }),
    z.refine(({ budget, effect }) => budget === null || effect.kind !== "none", {
      path: ["budget"],
      message: "A budget is for vouchers that take something off",
    }),
    z.refine(
      ({ effect, shows_hidden, reserves, beyond }) => effect.kind !== "none" || shows_hidden || reserves || beyond,
      {
        path: ["effect.kind"],
        message: "It changes no price, shows no hidden ticket and keeps no places: choose what it is for",
      },
    ),
    z.refine(({ reserves, beyond }) => !(reserves && beyond), {
      path: ["beyond"],
      message: "It keeps places aside already: choose one of the two",
    }),
    z.refine(
      ({ reserves, scope }) =>
        !reserves ||
        (scope.product_ids.length + scope.variation_ids.length === 1 &&
          scope.category_ids.length + scope.quota_ids.length === 0),
      { path: ["scope"], message: "To keep places aside, choose exactly one ticket or one variation" },
    ),
  );

export type VoucherValues = z.infer<typeof voucherSchema>;

export const blank = (): VoucherValues => ({
  how: "one",
  code: "",
  count: 50,
  prefix: "",
  text: "",
  tag: "",
  comment: "",
  scope: everything(),
  effect: { kind: "percent", amount: null, percent: "" },
  max_uses: 1,
  min_uses: 1,
  budget: null,
  until: null,
  shows_hidden: false,
  reserves: false,
  beyond: false,
});

export function valuesOf(voucher: Voucher, event: Pick<Event, "zone">): VoucherValues {
  return {
    ...blank(),
    code: voucher.code,
    tag: voucher.tag ?? "",
    comment: voucher.comment ?? "",
    scope: scopeOf(voucher.scope),
    effect: effectOf(voucher.effect),
    max_uses: voucher.max_uses ?? 1,
    min_uses: voucher.min_uses ?? 1,
    budget: voucher.budget_minor ?? null,
    until: voucher.valid_until ? instantToWall(voucher.valid_until, event.zone) : null,
    shows_hidden: voucher.shows_hidden ?? false,
    reserves: voucher.blocks_quota ?? false,
    beyond: voucher.ignores_quota ?? false,
  };
}

/** What vouchers have in common, as the API takes it. */
export function termsOf(values: VoucherValues, event: Pick<Event, "zone">): VoucherIn {
  return {
    tag: values.tag.trim(),
    comment: values.comment.trim(),
    scope: values.scope as Scope,
    effect: apiEffect(values.effect as EffectValues),
    max_uses: values.max_uses,
    min_uses: values.min_uses,
    budget_minor: values.budget,
    valid_until: values.until ? wallToInstant(values.until, event.zone) : null,
    shows_hidden: values.shows_hidden,
    ...(values.reserves && { blocks_quota: true }),
    ...(values.beyond && { ignores_quota: true }),
  };
}

/** The voucher as a quote takes it before it is saved; null while something in the form can't be. */
export function draftOf(values: VoucherValues, event: Pick<Event, "zone">, replaces?: string): DraftVoucher | null {
  // Which codes it will have decides on no price.
  if (!voucherSchema.safeParse({ ...values, how: "one", code: "" }).success) return null;
  return { ...(replaces && { replaces }), terms: termsOf(values, event) };
}

const renamed = {
  budget_minor: "budget",
  valid_until: "until",
  blocks_quota: "scope",
  ignores_quota: "beyond",
  "effect.amount_minor": "effect.amount",
  "effect.percent": "effect.percent",
};
const common = ["tag", "comment", "max_uses", "min_uses", "shows_hidden", "code"].map((name) => [
  `terms.${name}`,
  name,
]);

/** API names of fields that the form calls otherwise; those of many vouchers stand under `terms`. */
export const voucherFields: Record<string, string> = {
  ...renamed,
  ...Object.fromEntries(Object.entries(renamed).map(([name, field]) => [`terms.${name}`, field])),
  ...Object.fromEntries(common),
  terms: "scope",
};

export const voucherLabels = {
  text: "In the list,",
  budget: "The budget",
  max_uses: "The number of uses",
  min_uses: "The fewest at the first use",
  until: "The end",
  prefix: "The beginning of the codes",
};
