import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Discount, type Event, keys } from "@tessera/client";
import { pickText, useToast } from "@tessera/ui";
import { Section } from "../app/page";
import { RemovedItems } from "../app/removed-items";
import { archivedDiscountsQuery } from "../lib/queries";
import { cameBack } from "../lib/removal";

const restore = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}/restore";

/** Rules that were removed, each to be put back as it was; nothing where there are none. */
export function RemovedDiscounts({ org, event }: { org: string; event: Event }) {
  const client = useQueryClient();
  const toast = useToast();
  const query = useQuery(archivedDiscountsQuery(org, event.slug));
  const nameOf = (discount: Discount) => pickText(discount.name, event.locales[0]);
  const putBack = useMutation({
    mutationFn: ({ id, version }: Discount) =>
      api.POST(restore, { params: { path: { org, event: event.slug, discount: id } }, ifMatch: version }),
    onSuccess: (_, discount) => {
      cameBack([discount.id]);
      toast(`${nameOf(discount)} is back`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  return (
    <Section title="Removed rules" hint="They make nothing cheaper. Who has got one keeps it.">
      <RemovedItems
        items={removed}
        nameOf={nameOf}
        busy={putBack.isPending ? putBack.variables.id : undefined}
        error={putBack.error}
        onPutBack={putBack.mutate}
      />
    </Section>
  );
}
