import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, keys, type QuoteIn } from "@tessera/client";

const base = "/api/v1/organisations/{org}/events/{event}";
const at = (org: string, event: string) => ({ params: { path: { org, event } } });

export const discountsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.discounts(org, event),
    queryFn: ({ signal }) => api.GET(`${base}/discounts`, { ...at(org, event), signal }),
  });

export const feesQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.fees(org, event),
    queryFn: ({ signal }) => api.GET(`${base}/fees`, { ...at(org, event), signal }),
  });

export const taxRulesQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.taxRules(org, event),
    queryFn: ({ signal }) => api.GET(`${base}/tax-rules`, { ...at(org, event), signal }),
  });

export const priceSettingsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.priceSettings(org, event),
    queryFn: ({ signal }) => api.GET(`${base}/price-settings`, { ...at(org, event), signal }),
  });

/** What a basket costs and why. Nothing is kept; prices that change anywhere make it ask again. */
export const quoteQuery = (org: string, event: string, basket: QuoteIn) =>
  queryOptions({
    queryKey: keys.quote(org, event, basket),
    queryFn: ({ signal }) => api.POST(`${base}/quote`, { ...at(org, event), body: basket, signal }),
    placeholderData: keepPreviousData,
  });
