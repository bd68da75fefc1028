import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { NewEventPage } from "../../../event/new-event";
import { eventsQuery, organisationQuery, templatesQuery } from "../../../lib/queries";

export const Route = createFileRoute("/_in/$org/new-event")({
  validateSearch: z.object({
    template: z.catch(z.optional(z.enum(["meetup", "conference", "show", "course"])), undefined),
  }),
  loader: ({ context, params }) =>
    Promise.all([
      context.queryClient.ensureQueryData(organisationQuery(params.org)),
      context.queryClient.ensureQueryData(eventsQuery(params.org)),
      context.queryClient.ensureQueryData(templatesQuery(params.org)),
    ]),
  component: NewEvent,
});

function NewEvent() {
  const { org } = Route.useParams();
  const { template } = Route.useSearch();
  return <NewEventPage org={org} template={template} />;
}
