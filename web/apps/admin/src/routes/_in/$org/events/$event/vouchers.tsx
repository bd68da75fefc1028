import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useLiveEvent } from "../../../../../lib/live";
import { eventQuery } from "../../../../../lib/queries";
import { loadOffer, useOffer } from "../../../../../prices/offer";
import { voucherFilter } from "../../../../../vouchers/filter";
import { recipeKeys } from "../../../../../vouchers/recipe-keys";
import { VouchersPage } from "../../../../../vouchers/vouchers-page";

export const Route = createFileRoute("/_in/$org/events/$event/vouchers")({
  validateSearch: z.extend(voucherFilter, {
    panel: z.catch(z.optional(z.literal("new")), undefined),
    recipe: z.catch(z.optional(z.enum(recipeKeys)), undefined),
    voucher: z.catch(z.optional(z.string()), undefined),
  }),
  loader: ({ context, params: { org, event } }) => loadOffer(context.queryClient, org, event),
  component: Vouchers,
});

function Vouchers() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const offer = useOffer(org, data);
  return <VouchersPage org={org} event={data} offer={offer} search={Route.useSearch()} />;
}
