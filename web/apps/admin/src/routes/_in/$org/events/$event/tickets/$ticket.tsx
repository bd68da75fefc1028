import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { useLiveEvent } from "../../../../../../lib/live";
import { categoriesQuery, eventQuery, productsQuery, quotasQuery } from "../../../../../../lib/queries";
import { TicketPage } from "../../../../../../tickets/editor/ticket-page";

export const Route = createFileRoute("/_in/$org/events/$event/tickets/$ticket")({
  loader: async ({ context, params: { org, event, ticket } }) => {
    const [products] = await Promise.all([
      context.queryClient.ensureQueryData(productsQuery(org, event)),
      context.queryClient.ensureQueryData(quotasQuery(org, event)),
      context.queryClient.ensureQueryData(categoriesQuery(org, event)),
    ]);
    if (!products.items.some(({ id }) => id === ticket)) throw notFound();
  },
  component: Ticket,
});

function Ticket() {
  const { org, event, ticket } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: products } = useSuspenseQuery(productsQuery(org, event));
  const { data: quotas } = useSuspenseQuery(quotasQuery(org, event));
  const { data: categories } = useSuspenseQuery(categoriesQuery(org, event));
  const product = products.items.find(({ id }) => id === ticket);
  if (!product) return null;
  return (
    <TicketPage
      key={ticket}
      org={org}
      event={data}
      product={product}
      products={products.items}
      quotas={quotas.items}
      categories={categories.items}
    />
  );
}
