import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useLiveEvent } from "../../../../../../lib/live";
import { eventQuery, productsQuery } from "../../../../../../lib/queries";
import { orderFilter } from "../../../../../../orders/filter";
import { OrdersPage } from "../../../../../../orders/orders-page";
import { ordersQuery } from "../../../../../../orders/queries";

export const Route = createFileRoute("/_in/$org/events/$event/orders/")({
  validateSearch: z.extend(orderFilter, { panel: z.catch(z.optional(z.literal("new")), undefined) }),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows its own skeleton, and the old rows while a new filter loads.
  loader: ({ context, params: { org, event }, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(ordersQuery(org, event, deps));
    void context.queryClient.prefetchQuery(productsQuery(org, event));
  },
  component: Orders,
});

function Orders() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  return <OrdersPage org={org} event={data} search={Route.useSearch()} />;
}
