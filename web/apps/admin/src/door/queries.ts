import { queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";

const lists = "/api/v1/organisations/{org}/events/{event}/check-in-lists";

export const checkInListsQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.checkInLists(org, event),
    queryFn: ({ signal }) => api.GET(lists, { params: { path: { org, event } }, signal }),
  });

/** The latest scans of a list, admitted and refused alike. */
export const scansQuery = (org: string, event: string, list: string) =>
  queryOptions({
    queryKey: keys.scans(org, event, list),
    queryFn: ({ signal }) =>
      api.GET(`${lists}/{list}/scans`, { params: { path: { org, event, list }, query: { limit: 30 } }, signal }),
  });

/** Links that make helpers' phones door staff. */
export const doorLinksQuery = (org: string, event: string) =>
  queryOptions({
    queryKey: keys.doorLinks(org, event),
    queryFn: ({ signal }) =>
      api.GET("/api/v1/organisations/{org}/events/{event}/door-links", { params: { path: { org, event } }, signal }),
  });
