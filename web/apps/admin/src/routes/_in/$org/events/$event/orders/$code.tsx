import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useLiveEvent } from "../../../../../../lib/live";
import { eventQuery } from "../../../../../../lib/queries";
import { OrderPage } from "../../../../../../orders/order-page";
import { orderQuery } from "../../../../../../orders/queries";

export const Route = createFileRoute("/_in/$org/events/$event/orders/$code")({
  validateSearch: z.object({
    panel: z.catch(z.optional(z.enum(["approve", "deny", "pay", "cancel", "resend", "delete"])), undefined),
  }),
  loader: ({ context, params: { org, event, code } }) =>
    context.queryClient.ensureQueryData(orderQuery(org, event, code)),
  component: OrderDetail,
});

function OrderDetail() {
  const { org, event, code } = Route.useParams();
  const { panel } = Route.useSearch();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: order } = useSuspenseQuery(orderQuery(org, event, code));
  return <OrderPage org={org} event={data} order={order} panel={panel} />;
}
