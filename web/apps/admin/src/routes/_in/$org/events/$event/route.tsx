import { createFileRoute, Outlet } from "@tanstack/react-router";
import { eventQuery } from "../../../../../lib/queries";

/** Loads the event once for every screen below it. */
export const Route = createFileRoute("/_in/$org/events/$event")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(eventQuery(params.org, params.event)),
  component: Outlet,
});
