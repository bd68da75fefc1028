import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, buildUrl, keys } from "@tessera/client";
import { filterOf, type OrderFilter } from "./filter";

const orders = "/api/v1/organisations/{org}/events/{event}/orders";

/** Matching orders, newest first, a page at a time; another filter keeps the old rows until its own arrive. */
export const ordersQuery = (org: string, event: string, search: OrderFilter) => {
  const filter = filterOf(search);
  return infiniteQueryOptions({
    queryKey: keys.orders(org, event, filter),
    queryFn: ({ pageParam, signal }) =>
      api.GET(orders, {
        params: { path: { org, event }, query: { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
};

/** How many orders match, and what they cost together. */
export const orderTotalsQuery = (org: string, event: string, search: OrderFilter) => {
  const filter = filterOf(search);
  return queryOptions({
    queryKey: [...keys.orders(org, event, filter), "totals"],
    queryFn: ({ signal }) => api.GET(`${orders}/totals`, { params: { path: { org, event }, query: filter }, signal }),
    placeholderData: keepPreviousData,
  });
};

/** Where the same orders are as CSV. */
export const exportUrl = (org: string, event: string, search: OrderFilter): string =>
  buildUrl(`${orders}.csv`, { org, event }, filterOf(search));

export const orderQuery = (org: string, event: string, code: string) =>
  queryOptions({
    queryKey: keys.order(org, event, code),
    queryFn: ({ signal }) => api.GET(`${orders}/{code}`, { params: { path: { org, event, code } }, signal }),
  });
