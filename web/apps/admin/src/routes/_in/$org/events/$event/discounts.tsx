import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DiscountsPage } from "../../../../../discounts/discounts-page";
import { recipeKeys } from "../../../../../discounts/recipe-keys";
import { useLiveEvent } from "../../../../../lib/live";
import { eventQuery } from "../../../../../lib/queries";
import { loadOffer, useOffer } from "../../../../../prices/offer";
import { discountsQuery, priceSettingsQuery } from "../../../../../prices/queries";

export const Route = createFileRoute("/_in/$org/events/$event/discounts")({
  validateSearch: z.object({
    panel: z.catch(z.optional(z.literal("new")), undefined),
    recipe: z.catch(z.optional(z.enum(recipeKeys)), undefined),
    discount: z.catch(z.optional(z.string()), undefined),
  }),
  loader: ({ context, params: { org, event } }) =>
    Promise.all([
      loadOffer(context.queryClient, org, event),
      context.queryClient.ensureQueryData(discountsQuery(org, event)),
      context.queryClient.ensureQueryData(priceSettingsQuery(org, event)),
    ]),
  component: Discounts,
});

function Discounts() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const offer = useOffer(org, data);
  const { data: discounts } = useSuspenseQuery(discountsQuery(org, event));
  const { data: settings } = useSuspenseQuery(priceSettingsQuery(org, event));
  return (
    <DiscountsPage
      org={org}
      event={data}
      offer={offer}
      discounts={discounts.items}
      settings={settings}
      search={Route.useSearch()}
    />
  );
}
