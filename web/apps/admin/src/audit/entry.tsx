import { Link } from "@tanstack/react-router";
import type { AuditEntry } from "@tessera/client";
import { CopyButton, formatCount, formatInstant, formatMoment } from "@tessera/ui";
import { ArrowRight } from "lucide-react";
import { browserZone } from "../lib/choices";
import { changesOf } from "./diff";
import { actionWords, actorWords } from "./words";

/** One line of the log: who did what, and when it is opened what changed and from where. */
export function Entry({ org, entry }: { org: string; entry: AuditEntry }) {
  const { at, action, actor, subject, before, after, reason } = entry;
  const event = entry.event?.name ?? entry.event?.slug;
  const about = subject.name ?? (subject.kind === "event" ? undefined : event);
  const changes = changesOf(before, after);
  return (
    <li>
      <details className="group">
        <summary
          data-row
          className="flex list-none flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-(--item-pad) hover:bg-surface-2 focus-visible:-outline-offset-2"
        >
          <time dateTime={at} title={formatInstant(at, browserZone())} className="w-36 shrink-0 text-sm text-ink-2">
            {formatMoment(at)}
          </time>
          <span className="min-w-0 flex-1 basis-60">
            <strong className="font-semibold">
              <bdi>{actorWords(actor)}</bdi>
            </strong>{" "}
            {actionWords(action, actor.kind)}
            {about && (
              <>
                {": "}
                <bdi>{about}</bdi>
              </>
            )}
            {reason && <span className="text-ink-2"> · {reason}</span>}
          </span>
          <span className="text-sm text-ink-3">
            {changes.length > 0 && (changes.length === 1 ? "1 change" : `${changes.length} changes`)}
          </span>
        </summary>
        <div className="flex flex-col gap-4 border-t border-line bg-surface-2 px-4 py-3">
          {changes.length > 0 && (
            <dl className="flex flex-col gap-1.5">
              {changes.map(({ label, before: old, after: now }) => (
                <div key={label} className="grid gap-x-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
                  <dt className="text-ink-2">{label}</dt>
                  <dd className="flex min-w-0 flex-wrap items-start gap-x-2">
                    {old && (
                      <>
                        <del className="min-w-0 text-ink-2 no-underline wrap-anywhere">
                          <bdi>{old}</bdi>
                        </del>
                        <ArrowRight
                          aria-label="became"
                          className="mt-0.5 size-4 shrink-0 text-ink-3 rtl:-scale-x-100"
                        />
                      </>
                    )}
                    <ins className="min-w-0 font-semibold no-underline wrap-anywhere">
                      <bdi>{now}</bdi>
                    </ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
          <Circumstances org={org} entry={entry} subject={subject} />
        </div>
      </details>
    </li>
  );
}

function Circumstances({ org, entry, subject }: { org: string; entry: AuditEntry; subject: AuditEntry["subject"] }) {
  const { action, from, correlation_id, position, event } = entry;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-2">
      <span className="font-code">{action}</span>
      <span>{position ? `Sealed as number ${formatCount(position)}` : "Not sealed yet"}</span>
      {event?.name && (
        <span>
          at <bdi>{event.name}</bdi>
        </span>
      )}
      {from && <span>from {from}</span>}
      {correlation_id && (
        <span className="inline-flex items-center gap-1">
          Request <code className="font-code">{correlation_id}</code>
          <CopyButton text={correlation_id} label="Copy request id" size="icon-sm" />
        </span>
      )}
      {subject.id && (
        <Link
          to="/$org/audit"
          params={{ org }}
          search={{ id: subject.id }}
          className="font-semibold text-brand underline underline-offset-3"
        >
          Everything about this {subject.kind.replaceAll("_", " ")}
        </Link>
      )}
    </div>
  );
}
