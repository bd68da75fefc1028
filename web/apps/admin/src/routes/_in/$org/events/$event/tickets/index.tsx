import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useLiveEvent } from "../../../../../../lib/live";
import { categoriesQuery, eventQuery, productsQuery, quotasQuery } from "../../../../../../lib/queries";
import { TicketsPage } from "../../../../../../tickets/tickets-page";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_in/$org/events/$event/tickets/")({
  validateSearch: z.object({ ticket: text, limit: text, category: text }),
  beforeLoad: ({ params, search }) => {
    // Where tickets were edited before they had pages of their own.
    if (search.ticket)
      throw redirect({ to: "/$org/events/$event/tickets/$ticket", params: { ...params, ticket: search.ticket } });
  },
  loader: ({ context, params: { org, event } }) =>
    Promise.all([
      context.queryClient.ensureQueryData(productsQuery(org, event)),
      context.queryClient.ensureQueryData(quotasQuery(org, event)),
      context.queryClient.ensureQueryData(categoriesQuery(org, event)),
    ]),
  component: Tickets,
});

function Tickets() {
  const { org, event } = Route.useParams();
  const { limit, category } = Route.useSearch();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: products } = useSuspenseQuery(productsQuery(org, event));
  const { data: quotas } = useSuspenseQuery(quotasQuery(org, event));
  const { data: categories } = useSuspenseQuery(categoriesQuery(org, event));
  return (
    <TicketsPage
      org={org}
      event={data}
      products={products.items}
      quotas={quotas.items}
      categories={categories.items}
      limit={limit}
      category={category}
    />
  );
}
