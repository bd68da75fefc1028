import * as z from "zod/mini";

/** Which vouchers are shown. The names are those of the API, so that list, address and export cannot differ. */
export const voucherFilter = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  tag: z.catch(z.optional(z.string()), undefined),
});

export type VoucherFilter = z.infer<typeof voucherFilter>;

/** The filter alone, without whatever else is in the address and without what is not set. */
export function filterOf({ q, tag }: VoucherFilter): VoucherFilter {
  return { ...(q?.trim() && { q: q.trim() }), ...(tag && { tag }) };
}

export const isFiltered = (filter: VoucherFilter): boolean => Object.keys(filterOf(filter)).length > 0;
