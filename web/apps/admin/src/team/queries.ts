import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

const at = (org: string) => ({ params: { path: { org } } });

export const permissionsQuery = () =>
  queryOptions({
    queryKey: keys.permissions(),
    queryFn: ({ signal }) => api.GET("/api/v1/permissions", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const rolesQuery = (org: string) =>
  queryOptions({
    queryKey: keys.roles(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/roles", { ...at(org), signal }),
  });

export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: keys.members(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/members", { ...at(org), signal }),
  });

export const teamsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.teams(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/teams", { ...at(org), signal }),
  });

export const invitationsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.invitations(org),
    queryFn: ({ signal }) => api.GET("/api/v1/organisations/{org}/invitations", { ...at(org), signal }),
  });
