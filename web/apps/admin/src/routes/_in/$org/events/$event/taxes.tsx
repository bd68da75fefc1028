import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { useLiveEvent } from "../../../../../lib/live";
import { eventQuery } from "../../../../../lib/queries";
import { loadOffer, useOffer } from "../../../../../prices/offer";
import { feesQuery, priceSettingsQuery, taxRulesQuery } from "../../../../../prices/queries";
import { feeKeys, taxKeys } from "../../../../../taxes/preset-keys";
import { TaxesPage } from "../../../../../taxes/taxes-page";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_in/$org/events/$event/taxes")({
  validateSearch: z.object({
    panel: z.catch(z.optional(z.enum(["tax", "fee"])), undefined),
    tax: z.catch(z.optional(z.enum(taxKeys)), undefined),
    charge: z.catch(z.optional(z.enum(feeKeys)), undefined),
    rule: text,
    fee: text,
  }),
  loader: ({ context, params: { org, event } }) =>
    Promise.all([
      loadOffer(context.queryClient, org, event),
      context.queryClient.ensureQueryData(taxRulesQuery(org, event)),
      context.queryClient.ensureQueryData(feesQuery(org, event)),
      context.queryClient.ensureQueryData(priceSettingsQuery(org, event)),
    ]),
  component: Taxes,
});

function Taxes() {
  const { org, event } = Route.useParams();
  useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const offer = useOffer(org, data);
  const { data: rules } = useSuspenseQuery(taxRulesQuery(org, event));
  const { data: fees } = useSuspenseQuery(feesQuery(org, event));
  const { data: settings } = useSuspenseQuery(priceSettingsQuery(org, event));
  return (
    <TaxesPage
      org={org}
      event={data}
      offer={offer}
      settings={settings}
      rules={rules.items}
      fees={fees.items}
      search={Route.useSearch()}
    />
  );
}
