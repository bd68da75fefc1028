import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { MailboxPage } from "../../../mailbox/mailbox-page";
import { mailFilter, mailsQuery } from "../../../mailbox/queries";

export const Route = createFileRoute("/_in/$org/mailbox")({
  validateSearch: z.extend(mailFilter, { mail: z.catch(z.optional(z.string()), undefined) }),
  loaderDeps: ({ search: { q, status } }) => ({ q, status }),
  // Not awaited: the page has its own skeleton, and keeps the old mails while a new filter loads.
  loader: ({ context, params, deps }) => void context.queryClient.prefetchInfiniteQuery(mailsQuery(params.org, deps)),
  component: Mailbox,
});

function Mailbox() {
  const { org } = Route.useParams();
  return <MailboxPage org={org} search={Route.useSearch()} />;
}
