import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

const at = (org: string) => ({ params: { path: { org } } });

export const auditSettingsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.auditSettings(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/audit/settings", { ...at(org), signal }),
  });

export const securityQuery = (org: string) =>
  queryOptions({
    queryKey: keys.security(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/security", { ...at(org), signal }),
  });
