import { Link } from "@tanstack/react-router";
import type { Checklist, ChecklistItem } from "@tessera/client";
import { Progress } from "@tessera/ui";
import { ChevronRight, CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const looks: Record<ChecklistItem["state"], { icon: LucideIcon; word: string; className: string }> = {
  done: { icon: CircleCheck, word: "Done", className: "text-success" },
  optional: { icon: CircleDashed, word: "Optional", className: "text-ink-3" },
  blocking: { icon: CircleAlert, word: "Missing", className: "text-danger" },
};

/** The admin address that an item's relative `fix` means: most belong to the event, `/organisation` to its owner. */
export function fixAddress(org: string, event: string, fix: string): { href: string } {
  if (fix.startsWith("/organisation")) return { href: `/${org}/settings${fix.slice("/organisation".length)}` };
  return { href: `/${org}/events/${event}${fix}` };
}

interface ChecklistPanelProps {
  org: string;
  event: string;
  checklist: Checklist;
  /** The publish button; sits under the list, where the last item leads. */
  action?: ReactNode;
  /** The event is public already: the list shows only what is left. */
  live?: boolean;
}

function headline(blocking: number, live: boolean): string {
  if (blocking === 0) return live ? "Worth doing" : "Ready to publish";
  const things = blocking === 1 ? "One thing is" : `${blocking} things are`;
  return `${things} missing`;
}

/** What is there, what is missing and why, each with the way to mend it. */
export function ChecklistPanel({ org, event, checklist, action, live = false }: ChecklistPanelProps) {
  const done = checklist.items.filter(({ state }) => state === "done").length;
  const blocking = checklist.items.filter(({ state }) => state === "blocking").length;
  return (
    <section aria-label="Setup checklist" className="rounded-card border border-line">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <h2 className="min-w-0 flex-1 text-lg font-semibold">{headline(blocking, live)}</h2>
        {!live && (
          <>
            <Progress value={done} max={checklist.items.length} label="Setup" className="w-24 sm:w-32" />
            <span className="text-sm text-ink-2 tabular-nums">
              {done} of {checklist.items.length}
            </span>
          </>
        )}
      </div>
      <ul className="divide-y divide-line">
        {checklist.items.map((item) => (
          <Item key={item.key} item={item} {...fixAddress(org, event, item.fix)} />
        ))}
      </ul>
      {action && (
        <div className="flex flex-wrap items-center gap-3 border-t border-line bg-surface-2 px-4 py-3">{action}</div>
      )}
    </section>
  );
}

function Item({ item, href }: { item: ChecklistItem; href: string }) {
  const { icon: Icon, word, className } = looks[item.state];
  const [path, hash] = href.split("#");
  return (
    <li className="relative flex items-start gap-3 px-4 py-2.5 transition-colors hover:bg-surface-2">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${className}`} />
      <div className="min-w-0 flex-1">
        <Link
          to={path}
          {...(hash ? { hash } : {})}
          className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
        >
          {item.title}
        </Link>
        {item.state === "done" ? (
          <>
            <span className="sr-only">{word}</span>
            <span className="ms-3 text-sm text-ink-3">{item.detail}</span>
          </>
        ) : (
          <>
            <span className={`ms-2 text-sm font-semibold ${className}`}>{word}</span>
            <p className="text-sm text-ink-2">{item.detail}</p>
          </>
        )}
      </div>
      <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 self-center text-ink-3 rtl:-scale-x-100" />
    </li>
  );
}
