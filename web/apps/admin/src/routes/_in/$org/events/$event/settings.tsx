import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { EventSettingsPage } from "../../../../../event/settings/settings-page";
import { eventQuery } from "../../../../../lib/queries";

export const Route = createFileRoute("/_in/$org/events/$event/settings")({ component: EventSettings });

function EventSettings() {
  const { org, event } = Route.useParams();
  const { data } = useSuspenseQuery(eventQuery(org, event));
  return <EventSettingsPage org={org} event={data} />;
}
