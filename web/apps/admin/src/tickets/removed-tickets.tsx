import { useQuery } from "@tanstack/react-query";
import { api, type Event, keys, type Product } from "@tessera/client";
import { formatMoney, pickText } from "@tessera/ui";
import { Section } from "../app/page";
import { RemovedItems } from "../app/removed-items";
import { archivedQuery } from "../lib/queries";
import { refusedBy } from "./bulk/use-bulk";

const products = "/api/v1/organisations/{org}/events/{event}/products";

/** Tickets that were removed, each to be put back as it was; nothing where there are none. */
export function RemovedTickets({ org, event }: { org: string; event: Event }) {
  const query = useQuery(archivedQuery(org, event.slug));
  const nameOf = (product: Product) => pickText(product.name, event.locales[0]);
  const restore = (product: Product) =>
    api
      .PATCH(products, {
        params: { path: { org, event: event.slug } },
        body: { items: [{ product: product.id, version: product.version, archived: false }] },
      })
      .catch((error: unknown) => {
        throw refusedBy(error, [nameOf(product)]);
      });
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  return (
    <Section title="Removed tickets" hint="Nobody can buy them. What was sold of them stays valid.">
      <RemovedItems
        items={removed}
        nameOf={nameOf}
        beside={(product) => formatMoney(product.price)}
        restore={restore}
        queryKey={keys.event(org, event.slug)}
      />
    </Section>
  );
}
