import { useQuery } from "@tanstack/react-query";
import { api, type Event, keys, type Product, type Variation } from "@tessera/client";
import { pickText } from "@tessera/ui";
import { RemovedItems } from "../../app/removed-items";
import { archivedVariationsQuery } from "../../lib/queries";

const restore = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}/restore";

/** Variations that were removed, each to be put back as it was; nothing where there are none. */
export function RemovedVariations({ org, event, product }: { org: string; event: Event; product: Product }) {
  const query = useQuery(archivedVariationsQuery(org, event.slug, product.id));
  const nameOf = (variation: Variation) => pickText(variation.name, event.locales[0]);
  const putBack = ({ id, version }: Variation) =>
    api.POST(restore, {
      params: { path: { org, event: event.slug, product: product.id, variation: id } },
      ifMatch: version,
    });
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  return (
    <div className="mt-6 flex flex-col gap-2">
      <h3 className="font-semibold">Removed variations</h3>
      <RemovedItems items={removed} nameOf={nameOf} restore={putBack} queryKey={keys.event(org, event.slug)} />
    </div>
  );
}
