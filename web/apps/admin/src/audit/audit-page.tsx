import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, buttonClass, EmptyState, Menu, MenuItem, PageSkeleton } from "@tessera/ui";
import { Download, FileClock, SearchX } from "lucide-react";
import { Page } from "../app/page";
import { ProblemAlert } from "../app/problem-alert";
import { useDownload } from "../lib/download";
import { ChainState } from "./chain";
import { Entry } from "./entry";
import { AuditFilters } from "./filters";
import { type AuditFilter, auditFilterOf, auditQuery, exportUrl } from "./queries";

/** Who did what, newest first; what is seen is what is exported. */
export function AuditPage({ org, search }: { org: string; search: AuditFilter }) {
  const navigate = useNavigate();
  const filter = auditFilterOf(search);
  const query = useInfiniteQuery(auditQuery(org, filter));
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const filtered = Object.keys(filter).length > 0;
  const exporting = useDownload();
  return (
    <Page
      title="Audit log"
      subtitle="Everything that was changed here, and whoever looked at what is sensitive."
      actions={
        entries.length > 0 && (
          <Menu
            trigger={
              <Button>
                <Download aria-hidden /> Export
              </Button>
            }
          >
            <MenuItem render={<a {...exporting.link(exportUrl(org, filter, "csv"))} />}>As CSV</MenuItem>
            <MenuItem render={<a {...exporting.link(exportUrl(org, filter, "jsonl"))} />}>As JSON lines</MenuItem>
          </Menu>
        )
      }
    >
      <AuditFilters
        org={org}
        filter={filter}
        onChange={(next) =>
          void navigate({ to: "/$org/audit", params: { org }, search: auditFilterOf(next), replace: true })
        }
      />
      <div className="flex flex-col gap-4">
        {exporting.error && <ProblemAlert error={exporting.error} title="The log could not be exported" />}
        {!filtered && <ChainState org={org} />}
        {query.error && (
          <ProblemAlert error={query.error} title="The log could not be loaded" onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <PageSkeleton />}
        {entries.length > 0 && (
          <div className="relative">
            {query.isPlaceholderData && (
              <div className="absolute inset-x-0 top-0 z-10 h-0.5 bg-brand motion-safe:animate-pulse" />
            )}
            <ul aria-label="Entries" className="divide-y divide-line overflow-hidden rounded-card border border-line">
              {entries.map((entry) => (
                <Entry key={entry.id} org={org} entry={entry} />
              ))}
            </ul>
          </div>
        )}
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="self-center">
            Show more
          </Button>
        )}
        {query.isSuccess && entries.length === 0 && <Nothing org={org} filtered={filtered} />}
      </div>
    </Page>
  );
}

function Nothing({ org, filtered }: { org: string; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No entry matches"
        action={
          <Link to="/$org/audit" params={{ org }} search={{}} className={buttonClass()}>
            Show everything
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState icon={FileClock} title="Nothing happened yet">
      Every change to events, orders, members and settings appears here, with who made it, when, and what it was before.
    </EmptyState>
  );
}
