import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

const at = (org: string) => ({ params: { path: { org } } });

export const ssoQuery = (org: string) =>
  queryOptions({
    queryKey: keys.sso(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/sso", { ...at(org), signal }),
  });

export const domainsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.ssoDomains(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/sso/domains", { ...at(org), signal }),
  });

/** What the provider said when the connection was tried; it is kept for ten minutes. */
export const trialQuery = (org: string, token: string) =>
  queryOptions({
    queryKey: keys.ssoTest(org, token),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/sso/tests/{token}", { params: { path: { org, token } }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const scimQuery = (org: string) =>
  queryOptions({
    queryKey: keys.scim(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/scim", { ...at(org), signal }),
  });

export const guestProviderQuery = (org: string) =>
  queryOptions({
    queryKey: keys.guestProvider(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/guest-provider", { ...at(org), signal }),
  });
