import type { Product, ProductPatch } from "@tessera/client";
import * as z from "zod/mini";
import { count } from "../../lib/schemas";

/** The most that one ticket can have of either. */
export const mostMembers = 50;

const addOn = z
  .object({
    product_id: z.string(),
    min: count("Enter a number from 0 to 100", 0, 100),
    max: count("Enter a number from 1 to 100", 1, 100),
    included: z.boolean(),
  })
  .check(z.refine(({ min, max }) => min <= max, { path: ["min"], message: "The fewest cannot be more than the most" }));

const part = z.object({
  product_id: z.string(),
  /** Which form of it; null where it has none. */
  variation_id: z.nullable(z.string()),
  count: count("Enter a number from 1 to 100", 1, 100),
  share_minor: count("Enter an amount, 0 if it has no share", 0, 10_000_000_000),
});

/** What belongs to a ticket, in its form. */
export const compositionFields = {
  only_added: z.boolean(),
  add_ons: z.array(addOn),
  bundle: z.array(part),
};

export type AddOnValues = z.infer<typeof addOn>;
export type PartValues = z.infer<typeof part>;

export interface CompositionValues {
  only_added: boolean;
  add_ons: AddOnValues[];
  bundle: PartValues[];
}

export const newAddOn = (product: string): AddOnValues => ({ product_id: product, min: 0, max: 1, included: false });

/** A part whose share is what it costs alone, as far as the whole leaves that much. */
export const newPart = (product: string, variation: string | null, price: number, left: number): PartValues => ({
  product_id: product,
  variation_id: variation,
  count: 1,
  share_minor: Math.max(0, Math.min(price, left)),
});

/** How much of the price the parts have, in minor units; what is no number yet counts as nothing. */
export const sharesOf = (bundle: Pick<PartValues, "count" | "share_minor">[]): number =>
  bundle.reduce((sum, part) => sum + (Number(part.count) || 0) * (Number(part.share_minor) || 0), 0);

export const compositionOf = (product: Product): CompositionValues => ({
  only_added: !product.sold_alone,
  add_ons: product.add_ons.map(({ product_id, min, max, included }) => ({
    product_id,
    min: min ?? 0,
    max: max ?? 1,
    included: included ?? false,
  })),
  bundle: product.bundle.map(({ product_id, variation_id, count: many, share_minor }) => ({
    product_id,
    variation_id: variation_id ?? null,
    count: many ?? 1,
    share_minor: share_minor ?? 0,
  })),
});

/** The same as the API takes it. */
export const apiComposition = ({ only_added, add_ons, bundle }: CompositionValues): ProductPatch => ({
  sold_alone: !only_added,
  add_ons,
  bundle,
});

interface Priced extends CompositionValues {
  free: boolean;
  price: unknown;
  variations: { price: unknown; active: boolean }[];
}

/** The lowest price of the whole: no more than that can be shared out. */
export function lowestPrice({ price, variations }: Pick<Priced, "price" | "variations">): number {
  const forms = variations.filter(({ active }) => active).map((form) => form.price ?? price);
  return Math.min(...[price, ...forms].map((one) => (Number.isInteger(one) ? Number(one) : 0)));
}

/** What does not fit about the bundle, at the field that helps. */
export function bundleProblem(values: Priced): { path: (string | number)[]; message: string } | null {
  const last = values.bundle.length - 1;
  if (last < 0) return null;
  if (values.free)
    return { path: ["free"], message: "What contains other tickets needs a price that you set, for the shares" };
  if (sharesOf(values.bundle) > lowestPrice(values))
    return {
      path: ["bundle", last, "share_minor"],
      message: "The parts have more than the price together: make the shares smaller",
    };
  return null;
}
