import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { TestBanner } from "../../../../../event/test-banner";
import { eventQuery } from "../../../../../lib/queries";

/** Loads the event once for every screen below it. */
export const Route = createFileRoute("/_in/$org/events/$event")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(eventQuery(params.org, params.event)),
  component: EventScreens,
});

function EventScreens() {
  const { org, event } = Route.useParams();
  const { data } = useSuspenseQuery(eventQuery(org, event));
  return (
    <>
      <TestBanner org={org} event={data} />
      <Outlet />
    </>
  );
}
