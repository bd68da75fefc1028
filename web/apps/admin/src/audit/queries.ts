import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, buildUrl, keys } from "@tessera/client";
import * as z from "zod/mini";

const text = z.catch(z.optional(z.string()), undefined);
const day = z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))), undefined);

/** Which entries are shown, as the address says it; days are the viewer's. */
export const auditFilter = z.object({
  q: text,
  actor: text,
  action: text,
  subject: text,
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

/** The filter as the API reads it: from the beginning of the first day to the end of the last. */
function asked({ from, to, ...rest }: AuditFilter) {
  const midnight = (date: string, plus: number) => {
    const at = new Date(`${date}T00:00`);
    at.setDate(at.getDate() + plus);
    return at.toISOString();
  };
  return { ...rest, ...(from && { from: midnight(from, 0) }), ...(to && { to: midnight(to, 1) }) } as Record<
    string,
    string
  >;
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
