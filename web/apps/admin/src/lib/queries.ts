import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

/** Every read of the admin, once: routes load them, components subscribe to them. */
const at = (org: string, event: string) => ({ params: { path: { org, event } } });

export const sessionQuery = () =>
  queryOptions({
    queryKey: keys.session(),
    queryFn: ({ signal }) => api.GET("/api/v1/me", { signal }),
    staleTime: 5 * 60_000,
  });

export const organisationQuery = (org: string) =>
  queryOptions({
    queryKey: keys.organisation(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}", { params: { path: { org } }, signal }),
  });

export const eventsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.events(org),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events", { params: { path: { org }, query: { limit: 100 } }, signal }),
  });

export const templatesQuery = (org: string) =>
  queryOptions({
    queryKey: keys.events(org, { template: true }),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events", {
        params: { path: { org }, query: { limit: 100, template: true } },
        signal,
      }),
  });

export const eventQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.event(org, event),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/events/{event}", { ...at(org, event), signal }),
  });

export const checklistQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.checklist(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/checklist", { ...at(org, event), signal }),
  });

export const testModeQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.testMode(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/test-mode", { ...at(org, event), signal }),
    // Every second while test orders are being removed.
    refetchInterval: ({ state }) => (state.data?.removing ? 1_000 : false),
  });

export const statsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.stats(org, event),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/events/{event}/stats", { ...at(org, event), signal }),
  });

export const productsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.products(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/products", { ...at(org, event), signal }),
  });

/** Tickets that were removed. */
export const archivedQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.archivedProducts(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/products", {
        params: { path: { org, event }, query: { archived: true } },
        signal,
      }),
  });

/** Forms of a ticket that were removed. */
export const archivedVariationsQuery = (org: string, event: string, product: string) =>
  queryOptions({
    queryKey: keys.archivedVariations(org, event, product),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/products/{product}/variations", {
        params: { path: { org, event, product } },
        signal,
      }),
  });

/** Discounts that were removed. */
export const archivedDiscountsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.archivedDiscounts(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/discounts", {
        params: { path: { org, event }, query: { archived: true } },
        signal,
      }),
  });

export const quotasQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.quotas(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/quotas", { ...at(org, event), signal }),
  });

export const categoriesQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.categories(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/categories", { ...at(org, event), signal }),
  });
