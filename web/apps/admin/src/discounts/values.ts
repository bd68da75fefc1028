import type { Discount, DiscountIn, DraftDiscount, Event } from "@tessera/client";
import { cleanText, instantToWall, wallToInstant } from "@tessera/ui";
import * as z from "zod/mini";
import { countOrNone, requiredText } from "../lib/schemas";
import { apiEffect, type EffectValues, effectOf, effectSchema } from "../prices/effect";
import { everything, type Scope, scopeOf } from "../prices/scope";

const ids = z.array(z.string());
const from1To = (most: number) =>
  z
    .nullable(z.any())
    .check(
      z.refine(
        (value) => value === null || (Number.isInteger(value) && value >= 1 && value <= most),
        `Enter a number from 1 to ${most.toLocaleString("en")}, or leave it empty`,
      ),
    );

/** The form of a discount. */
export const discountSchema = z
  .object({
    name: requiredText("Enter what guests read beside the price"),
    scope: z.object({ category_ids: ids, product_ids: ids, quota_ids: ids, variation_ids: ids }),
    effect: effectSchema,
    /** What a basket needs: so many tickets, or tickets worth so much. */
    needs: z.enum(["count", "value"]),
    min_count: from1To(500),
    min_value: countOrNone("Enter an amount"),
    cheapest: from1To(500),
    same: z.boolean(),
    addons: z.boolean(),
    skip_vouchered: z.boolean(),
    from: z.nullable(z.string()),
    until: z.nullable(z.string()),
    max_uses: from1To(10_000_000),
    active: z.boolean(),
  })
  .check(
    z.refine(({ needs, min_value }) => needs !== "value" || min_value !== null, {
      path: ["min_value"],
      message: "Enter an amount",
    }),
    z.refine(
      ({ needs, cheapest, min_count }) => needs !== "count" || cheapest === null || cheapest <= (min_count ?? 1),
      {
        path: ["cheapest"],
        message: "No more can get it than the tickets it needs",
      },
    ),
    z.refine(({ from, until }) => !from || !until || until > from, {
      path: ["until"],
      message: "It has to end after it starts",
    }),
  );

export type DiscountValues = z.infer<typeof discountSchema>;

export const blank = (): DiscountValues => ({
  name: {},
  scope: everything(),
  effect: { kind: "percent", amount: null, percent: "" },
  needs: "count",
  min_count: 1,
  min_value: null,
  cheapest: null,
  same: false,
  addons: true,
  skip_vouchered: false,
  from: null,
  until: null,
  max_uses: null,
  active: true,
});

export function valuesOf(discount: Discount, { zone }: Pick<Event, "zone">): DiscountValues {
  const wall = (instant: string | null | undefined) => (instant ? instantToWall(instant, zone) : null);
  return {
    ...blank(),
    name: discount.name,
    scope: scopeOf(discount.scope),
    effect: effectOf(discount.effect),
    needs: discount.min_value_minor === null || discount.min_value_minor === undefined ? "count" : "value",
    min_count: discount.min_count ?? null,
    min_value: discount.min_value_minor ?? null,
    cheapest: discount.cheapest ?? null,
    same: discount.same ?? false,
    addons: discount.addons ?? true,
    skip_vouchered: discount.skip_vouchered ?? false,
    from: wall(discount.valid_from),
    until: wall(discount.valid_until),
    max_uses: discount.max_uses ?? null,
    active: discount.active ?? true,
  };
}

export function discountOf(values: DiscountValues, event: Pick<Event, "zone" | "locales">, sort: number): DiscountIn {
  const instant = (wall: string | null) => (wall ? wallToInstant(wall, event.zone) : null);
  const byCount = values.needs === "count";
  return {
    name: cleanText(values.name, event.locales),
    sort,
    active: values.active,
    scope: values.scope as Scope,
    effect: apiEffect(values.effect as EffectValues),
    min_count: byCount ? (values.min_count ?? 1) : null,
    min_value_minor: byCount ? null : values.min_value,
    cheapest: byCount ? values.cheapest : null,
    same: values.same,
    addons: values.addons,
    skip_vouchered: values.skip_vouchered,
    valid_from: instant(values.from),
    valid_until: instant(values.until),
    max_uses: values.max_uses,
  };
}

/** The rule as it stands in the form, to be tried in a quote; null while something in it can't be. */
export function draftOf(
  values: DiscountValues,
  event: Pick<Event, "zone" | "locales">,
  sort: number,
  replaces?: string,
): DraftDiscount | null {
  const { name } = values;
  // What it is called makes no difference to what it does.
  const named = Object.values(name).some((text) => text?.trim()) ? name : { [event.locales[0] ?? "en"]: "This rule" };
  const parsed = discountSchema.safeParse({ ...values, name: named });
  if (!parsed.success) return null;
  return { plan: discountOf(parsed.data, event, sort), ...(replaces && { replaces }) };
}

/** A stored rule as it would be sent again, with some of it changed. */
export function again({
  id: _,
  used: _used,
  version: _v,
  created_at: _c,
  updated_at: _u,
  ...rule
}: Discount): DiscountIn {
  return rule;
}

export const discountFields = {
  min_value_minor: "min_value",
  valid_from: "from",
  valid_until: "until",
  "effect.amount_minor": "effect.amount",
};

export const discountLabels = {
  max_uses: "How many can get it",
  cheapest: "Only the cheapest",
  min_count: "The tickets it needs",
  min_value: "What the tickets are worth",
  until: "The end",
};
