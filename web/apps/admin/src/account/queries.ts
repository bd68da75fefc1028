import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

export const factorsQuery = () =>
  queryOptions({
    queryKey: keys.myFactors(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/factors", { signal }),
  });

export const mySessionsQuery = () =>
  queryOptions({
    queryKey: keys.mySessions(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/sessions", { signal }),
  });

export const myLogQuery = () =>
  queryOptions({
    queryKey: keys.myLog(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/log", { signal }),
  });

export const passkeysQuery = () =>
  queryOptions({
    queryKey: keys.myPasskeys(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/passkeys", { signal }),
  });

export const myApiKeysQuery = () =>
  queryOptions({
    queryKey: keys.myApiKeys(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/api-keys", { signal }),
  });

export const myAppsQuery = () =>
  queryOptions({
    queryKey: keys.myApps(),
    queryFn: ({ signal }) => api.GET("/api/v1/me/apps", { signal }),
  });
