import * as z from "zod/mini";

export const orderStatuses = ["pending", "paid", "expired", "cancelled"] as const;
export const approvals = ["asked", "approved", "denied"] as const;
export const paymentMethods = ["sandbox", "bank_transfer", "manual", "free"] as const;
/** What the register said about a buyer's VAT id. */
export const vatChecks = ["unchecked", "valid", "invalid"] as const;

/** Which orders are shown. The names are those of the API, so that list, address and export cannot differ. */
export const orderFilter = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  status: z.catch(z.optional(z.enum(orderStatuses)), undefined),
  approval: z.catch(z.optional(z.enum(approvals)), undefined),
  product: z.catch(z.optional(z.string()), undefined),
  payment_method: z.catch(z.optional(z.enum(paymentMethods)), undefined),
  vat_check: z.catch(z.optional(z.enum(vatChecks)), undefined),
  /** Test orders, which count nowhere, instead of the others. */
  test: z.catch(z.optional(z.literal(true)), undefined),
});

export type OrderFilter = z.infer<typeof orderFilter>;

/** The filter alone, without whatever else is in the address and without what is not set. */
export function filterOf(search: OrderFilter): OrderFilter {
  const { q, status, approval, product, payment_method, vat_check, test } = search;
  return {
    ...(q?.trim() && { q: q.trim() }),
    ...(status && { status }),
    ...(approval && { approval }),
    ...(product && { product }),
    ...(payment_method && { payment_method }),
    ...(vat_check && { vat_check }),
    ...(test && { test }),
  };
}

export const isFiltered = (filter: OrderFilter): boolean => Object.keys(filterOf(filter)).length > 0;
