import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, buildUrl, keys } from "@tessera/client";
import * as z from "zod/mini";

const words = z.catch(z.optional(z.string().check(z.regex(/^[\w.]{1,80}$/))), undefined);
/** An id of anything: `ord_…`, `per_…`, or `req_…` for a request. */
const id = /^[a-z_]+_[0-9a-z]{26}$/;
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

/** Which entries are shown, as the address says it; days are the viewer's. */
export const auditFilter = z.object({
  id: z.catch(z.optional(z.string()), undefined),
  actor: words,
  action: words,
  from: day,
  to: day,
});

export type AuditFilter = z.infer<typeof auditFilter>;

/** The filter without what is not set. */
export function auditFilterOf(search: AuditFilter): AuditFilter {
  const entries = Object.entries(search)
    .map(([name, value]) => [name, value?.trim()] as const)
    .filter(([, value]) => value);
  return Object.fromEntries(entries);
}

/** Whether it is a whole id; with less than that nothing can be found. */
export const isId = (text: string): boolean => id.test(text);

/** The filter as the API reads it: a request or a thing, from the beginning of the first day to the end of the last. */
function asked({ id: about, from, to, ...rest }: AuditFilter) {
  const midnight = (date: string, plus: number) => {
    const at = new Date(`${date}T00:00`);
    at.setDate(at.getDate() + plus);
    return at.toISOString();
  };
  const name = about?.startsWith("req_") ? "correlation" : "subject";
  return {
    ...rest,
    ...(about && isId(about) && { [name]: about }),
    ...(from && { from: midnight(from, 0) }),
    ...(to && { to: midnight(to, 1) }),
  } as Record<string, string>;
}

const audit = "/api/v1/organisations/{org}/audit";

export const auditQuery = (org: string, search: AuditFilter) => {
  const filter = auditFilterOf(search);
  return infiniteQueryOptions({
    queryKey: keys.audit(org, filter),
    queryFn: ({ pageParam, signal }) =>
      api.GET(audit, {
        params: { path: { org }, query: { ...asked(filter), limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
  });
};

export const auditChainQuery = (org: string) =>
  queryOptions({
    queryKey: keys.auditChain(org),
    queryFn: ({ signal }) => api.GET(`${audit}/chain`, { params: { path: { org } }, signal }),
  });

/** Where the same entries are as a file. */
export const exportUrl = (org: string, search: AuditFilter, format: "csv" | "jsonl"): string =>
  buildUrl(`${audit}.${format}`, { org }, asked(auditFilterOf(search)));
