import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, linkClass, pickText } from "@tessera/ui";
import { lazy, Suspense, useState } from "react";
import { eventQuery, templatesQuery } from "../lib/queries";

const CopyEvent = lazy(() => import("./copy-event"));

/** The organisation's own templates, to make an event from or to change; nothing while there are none. */
export function FromTemplate({ org, locale }: { org: string; locale: string | undefined }) {
  const { data: templates } = useSuspenseQuery(templatesQuery(org));
  const [chosen, setChosen] = useState<string | null>(null);
  if (templates.items.length === 0) return null;
  return (
    <section aria-label="Your templates" className="mb-8 max-w-xl">
      <h2 className="pb-2 text-sm font-semibold text-ink-2">Your templates</h2>
      <ul className="divide-y divide-line rounded-card border border-line">
        {templates.items.map((template) => {
          const name = pickText(template.name, locale);
          return (
            <li key={template.id} className="flex flex-wrap items-center gap-3 px-4 py-(--item-pad)">
              <Link
                to="/$org/events/$event"
                params={{ org, event: template.slug }}
                className={`${linkClass} min-w-0 flex-1`}
              >
                {name}
              </Link>
              <Button size="sm" aria-label={`New event from ${name}`} onClick={() => setChosen(template.slug)}>
                Use
              </Button>
            </li>
          );
        })}
      </ul>
      <Suspense>{chosen && <Copy org={org} template={chosen} onClose={() => setChosen(null)} />}</Suspense>
    </section>
  );
}

function Copy({ org, template, onClose }: { org: string; template: string; onClose: () => void }) {
  const { data: event } = useSuspenseQuery(eventQuery(org, template));
  return <CopyEvent org={org} event={event} onClose={onClose} />;
}
