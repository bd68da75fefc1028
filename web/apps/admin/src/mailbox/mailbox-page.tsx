import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { MailSummary } from "@tessera/client";
import { Alert, Badge, Button, cn, EmptyState, FilterBar, formatMoment, Select, Skeleton } from "@tessera/ui";
import { MailOpen, Paperclip, SearchX } from "lucide-react";
import { Page } from "../app/page";
import { ProblemAlert } from "../app/problem-alert";
import { useTypedText } from "../lib/typed-text";
import { MailView } from "./mail-view";
import { mailStatusWords } from "./mail-words";
import { type MailFilter, mailFilterOf, mailStatuses, mailsQuery } from "./queries";

type Search = MailFilter & { mail?: string | undefined };

/** Every mail that was written, beside the one that is open; on phones one or the other. */
export function MailboxPage({ org, search }: { org: string; search: Search }) {
  const navigate = useNavigate();
  const filter = mailFilterOf(search);
  const query = useInfiniteQuery(mailsQuery(org, filter));
  const mails = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const filtered = Object.keys(filter).length > 0;
  const refilter = (next: MailFilter) =>
    void navigate({ to: "/$org/mailbox", params: { org }, search: mailFilterOf(next), replace: true });
  const [text, setText] = useTypedText(filter.q ?? "", (q) => refilter({ ...filter, q }));
  const { mail } = search;
  return (
    <Page title="Mailbox" subtitle="Every mail to buyers, as they get it.">
      <div className={cn("grid gap-6", mail && "lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]")}>
        <div className={cn("flex min-w-0 flex-col gap-4", mail && "max-lg:hidden")}>
          {(mails.length > 0 || filtered) && (
            <FilterBar search={text} onSearch={setText} label="Search mails by name, address or subject">
              <Select
                aria-label="Status"
                value={filter.status ?? ""}
                onChange={({ target }) => refilter({ ...filter, status: mailStatuses.find((s) => s === target.value) })}
                className="w-40"
              >
                <option value="">Every status</option>
                {mailStatuses.map((status) => (
                  <option key={status} value={status}>
                    {mailStatusWords[status].label}
                  </option>
                ))}
              </Select>
            </FilterBar>
          )}
          {!mail && mails.some(({ status }) => status === "kept") && <KeptNotice />}
          {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <Skeleton className="h-96 w-full rounded-card" />}
          {mails.length > 0 && (
            <MailList org={org} mails={mails} search={filter} open={mail} busy={query.isPlaceholderData} />
          )}
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="self-center">
              Show more
            </Button>
          )}
          {query.isSuccess && mails.length === 0 && <NoMails org={org} filtered={filtered} />}
        </div>
        {mail && <MailView key={mail} org={org} mail={mail} search={filter} />}
      </div>
    </Page>
  );
}

function KeptNotice() {
  return (
    <Alert tone="info" title="Some mails were kept here instead of being sent">
      That is what happens while no mail server is configured. Nothing is lost: open one to send it later.
    </Alert>
  );
}

interface ListProps {
  org: string;
  mails: MailSummary[];
  search: MailFilter;
  open: string | undefined;
  busy: boolean;
}

function MailList({ org, mails, search, open, busy }: ListProps) {
  return (
    <div className="relative">
      {busy && <div className="absolute inset-x-0 top-0 z-10 h-0.5 bg-brand motion-safe:animate-pulse" />}
      <ul aria-label="Mails" className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {mails.map((mail) => {
          const { tone, label } = mailStatusWords[mail.status];
          const current = mail.id === open;
          return (
            <li
              key={mail.id}
              className={cn(
                "relative px-4 py-(--item-pad) transition-colors hover:bg-surface-2",
                current && "bg-surface-3",
              )}
            >
              <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 basis-40 truncate text-ink-2">
                  <bdi>{mail.to_name || mail.to_email}</bdi>
                </span>
                <Badge tone={tone}>{label}</Badge>
              </div>
              <Link
                to="/$org/mailbox"
                params={{ org }}
                search={{ ...search, mail: mail.id }}
                resetScroll={false}
                data-row
                aria-current={current ? "true" : undefined}
                className="block truncate font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
              >
                <bdi>{mail.subject}</bdi>
              </Link>
              <p className="flex items-center gap-3 text-sm text-ink-3">
                <time dateTime={mail.created_at}>{formatMoment(mail.created_at)}</time>
                {mail.attachments > 0 && (
                  <span className="flex items-center gap-1">
                    <Paperclip aria-hidden className="size-3.5" />
                    {mail.attachments}
                    <span className="sr-only">{mail.attachments === 1 ? "attachment" : "attachments"}</span>
                  </span>
                )}
              </p>
              {mail.error && <p className="truncate text-sm text-danger">{mail.error}</p>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function NoMails({ org, filtered }: { org: string; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No mail matches"
        action={
          <Link to="/$org/mailbox" params={{ org }} className="font-semibold text-brand underline underline-offset-3">
            Show all mails
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState icon={MailOpen} title="No mail was written yet">
      Tickets, payment details and cancellations appear here as buyers get them. While no mail server is configured they
      are kept here and not sent, so you can try everything without one.
    </EmptyState>
  );
}
