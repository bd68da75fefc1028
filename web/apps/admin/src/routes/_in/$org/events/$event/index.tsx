import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { permissionsAt, useCan } from "../../../../../app/permissions";
import { Dashboard } from "../../../../../event/dashboard";
import { useLiveEvent } from "../../../../../lib/live";
import { checklistQuery, eventQuery, statsQuery } from "../../../../../lib/queries";

export const Route = createFileRoute("/_in/$org/events/$event/")({
  loader: ({ context: { queryClient, session }, params: { org, event } }) => {
    const stats = async () => {
      const { id } = await queryClient.ensureQueryData(eventQuery(org, event));
      return permissionsAt(session, org, id)("orders.view") && queryClient.ensureQueryData(statsQuery(org, event));
    };
    return Promise.all([queryClient.ensureQueryData(checklistQuery(org, event)), stats()]);
  },
  component: EventDashboard,
});

function EventDashboard() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: checklist } = useSuspenseQuery(checklistQuery(org, event));
  const { data: stats } = useQuery({ ...statsQuery(org, event), enabled: useCan("orders.view") });
  return <Dashboard org={org} event={data} checklist={checklist} stats={stats} />;
}
