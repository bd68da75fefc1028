import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { buttonClass, EmptyState } from "@tessera/ui";
import { CalendarPlus, ExternalLink, Plus } from "lucide-react";
import { Page } from "../../../app/page";
import { useCan } from "../../../app/permissions";
import { templates } from "../../../event/templates";
import { eventsQuery, organisationQuery } from "../../../lib/queries";
import { EventRows, groupEvents } from "../../../organisation/event-list";

export const Route = createFileRoute("/_in/$org/")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(eventsQuery(params.org)),
  component: OrganisationHome,
});

function OrganisationHome() {
  const { org } = Route.useParams();
  const { data: organisation } = useSuspenseQuery(organisationQuery(org));
  const { data: events } = useSuspenseQuery(eventsQuery(org));
  const groups = groupEvents(events.items);
  const shared = { org, locale: organisation.locales[0] };
  const empty = events.items.length === 0;
  const mayCreate = useCan("events.create");
  return (
    <Page
      title="Events"
      documentTitle={`Events · ${organisation.name}`}
      subtitle={
        <a href={`/${org}`} className="inline-flex items-center gap-1.5 hover:text-ink hover:underline">
          {window.location.host}/{org} <ExternalLink aria-hidden className="size-3.5" />
        </a>
      }
      actions={
        !empty &&
        mayCreate && (
          <Link to="/$org/new-event" params={{ org }} className={buttonClass({ variant: "primary" })}>
            <Plus aria-hidden /> New event
          </Link>
        )
      }
    >
      {empty ? (
        <EmptyState
          icon={CalendarPlus}
          title={mayCreate ? "Create your first event" : "There is no event for you yet"}
          action={
            mayCreate && (
              <>
                {templates.map(({ key, label }) => (
                  <Link
                    key={key}
                    to="/$org/new-event"
                    params={{ org }}
                    search={{ template: key }}
                    className={buttonClass({ variant: "secondary" })}
                  >
                    {label}
                  </Link>
                ))}
                <Link to="/$org/new-event" params={{ org }} className={buttonClass({ variant: "primary" })}>
                  <Plus aria-hidden /> New event
                </Link>
              </>
            )
          }
        >
          {mayCreate
            ? "An event has a page, tickets and a door. Start from what it is, or from nothing; it stays invisible until you publish it."
            : "Events appear here once somebody makes one that you belong to."}
        </EmptyState>
      ) : (
        <>
          <EventRows {...shared} title="Needs you" events={groups.needsYou} />
          <EventRows {...shared} title="Coming up" events={groups.upcoming} />
          <EventRows {...shared} title="Past" events={groups.past} />
        </>
      )}
    </Page>
  );
}
