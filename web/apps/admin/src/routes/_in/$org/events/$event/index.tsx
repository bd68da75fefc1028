import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Dashboard } from "../../../../../event/dashboard";
import { useLiveEvent } from "../../../../../lib/live";
import { checklistQuery, eventQuery, statsQuery } from "../../../../../lib/queries";

export const Route = createFileRoute("/_in/$org/events/$event/")({
  loader: ({ context, params: { org, event } }) =>
    Promise.all([
      context.queryClient.ensureQueryData(checklistQuery(org, event)),
      context.queryClient.ensureQueryData(statsQuery(org, event)),
    ]),
  component: EventDashboard,
});

function EventDashboard() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: checklist } = useSuspenseQuery(checklistQuery(org, event));
  const { data: stats } = useSuspenseQuery(statsQuery(org, event));
  return <Dashboard org={org} event={data} checklist={checklist} stats={stats} />;
}
