import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

export const apiKeysQuery = (org: string) =>
  queryOptions({
    queryKey: keys.apiKeys(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/api-keys", { params: { path: { org } }, signal }),
  });

export const appsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.apps(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/apps", { params: { path: { org } }, signal }),
  });
