import { useQuery } from "@tanstack/react-query";
import { api, type Discount, type Event, keys } from "@tessera/client";
import { pickText } from "@tessera/ui";
import { Section } from "../app/page";
import { RemovedItems } from "../app/removed-items";
import { archivedDiscountsQuery } from "../lib/queries";

const restore = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}/restore";

/** Rules that were removed, each to be put back as it was; nothing where there are none. */
export function RemovedDiscounts({ org, event }: { org: string; event: Event }) {
  const query = useQuery(archivedDiscountsQuery(org, event.slug));
  const nameOf = (discount: Discount) => pickText(discount.name, event.locales[0]);
  const putBack = ({ id, version }: Discount) =>
    api.POST(restore, { params: { path: { org, event: event.slug, discount: id } }, ifMatch: version });
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  return (
    <Section title="Removed rules" hint="They make nothing cheaper. Who has got one keeps it.">
      <RemovedItems items={removed} nameOf={nameOf} restore={putBack} queryKey={keys.event(org, event.slug)} />
    </Section>
  );
}
