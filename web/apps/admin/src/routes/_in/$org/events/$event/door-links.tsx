import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DoorLinksPage } from "../../../../../door/links-page";
import { eventQuery } from "../../../../../lib/queries";

export const Route = createFileRoute("/_in/$org/events/$event/door-links")({
  validateSearch: z.object({ panel: z.catch(z.optional(z.literal("new")), undefined) }),
  component: DoorLinks,
});

function DoorLinks() {
  const { org, event } = Route.useParams();
  const { data } = useSuspenseQuery(eventQuery(org, event));
  return <DoorLinksPage org={org} event={data} panel={Route.useSearch().panel} />;
}
