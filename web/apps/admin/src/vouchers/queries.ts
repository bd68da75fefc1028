import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, buildUrl, keys } from "@tessera/client";
import { filterOf, type VoucherFilter } from "./filter";

const vouchers = "/api/v1/organisations/{org}/events/{event}/vouchers";

/** Matching vouchers, newest first, a page at a time. */
export const vouchersQuery = (org: string, event: string, search: VoucherFilter) => {
  const filter = filterOf(search);
  return infiniteQueryOptions({
    queryKey: keys.vouchers(org, event, filter),
    queryFn: ({ pageParam, signal }) =>
      api.GET(vouchers, {
        params: { path: { org, event }, query: { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
};

export const voucherQuery = (org: string, event: string, voucher: string) =>
  queryOptions({
    queryKey: keys.voucher(org, event, voucher),
    queryFn: ({ signal }) => api.GET(`${vouchers}/{voucher}`, { params: { path: { org, event, voucher } }, signal }),
  });

/** Where the same vouchers are as CSV. */
export const exportUrl = (org: string, event: string, search: VoucherFilter): string =>
  buildUrl(`${vouchers}.csv`, { org, event }, filterOf(search));
