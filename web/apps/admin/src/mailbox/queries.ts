import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import * as z from "zod/mini";

export const mailStatuses = ["queued", "sent", "kept", "failed"] as const;

/** Which mails are shown, as the address says it. */
export const mailFilter = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  status: z.catch(z.optional(z.enum(mailStatuses)), undefined),
});

export type MailFilter = z.infer<typeof mailFilter>;

/** The filter without what is not set. */
export function mailFilterOf({ q, status }: MailFilter): MailFilter {
  return { ...(q?.trim() && { q: q.trim() }), ...(status && { status }) };
}

const mails = "/api/v1/organisations/{org}/mails";
/** Mails have no stream of their own, so the page asks, in milliseconds. */
const askEvery = 15_000;

export const mailsQuery = (org: string, search: MailFilter) => {
  const filter = mailFilterOf(search);
  return infiniteQueryOptions({
    queryKey: keys.mails(org, filter),
    queryFn: ({ pageParam, signal }) =>
      api.GET(mails, {
        params: { path: { org }, query: { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor || undefined,
    placeholderData: keepPreviousData,
    refetchInterval: askEvery,
  });
};

export const mailQuery = (org: string, mail: string) =>
  queryOptions({
    queryKey: keys.mail(org, mail),
    queryFn: ({ signal }) => api.GET(`${mails}/{mail}`, { params: { path: { org, mail } }, signal }),
    // Only one that waits will change by itself.
    refetchInterval: ({ state }) => (state.data?.status === "queued" ? 3000 : false),
  });
