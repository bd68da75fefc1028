import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type Product } from "@tessera/client";
import { Button, formatMoney, pickText, useToast } from "@tessera/ui";
import { Undo2 } from "lucide-react";
import { Section } from "../app/page";
import { ProblemAlert } from "../app/problem-alert";
import { archivedQuery } from "../lib/queries";
import { cameBack } from "../lib/removal";
import { refusedBy } from "./bulk/use-bulk";

const products = "/api/v1/organisations/{org}/events/{event}/products";

/** Tickets that were removed, each to be put back as it was; nothing where there are none. */
export function RemovedTickets({ org, event }: { org: string; event: Event }) {
  const client = useQueryClient();
  const toast = useToast();
  const query = useQuery(archivedQuery(org, event.slug));
  const nameOf = (product: Product) => pickText(product.name, event.locales[0]);
  const putBack = useMutation({
    mutationFn: (product: Product) =>
      api
        .PATCH(products, {
          params: { path: { org, event: event.slug } },
          body: { items: [{ product: product.id, version: product.version, archived: false }] },
        })
        .catch((error: unknown) => {
          throw refusedBy(error, [nameOf(product)]);
        }),
    onSuccess: (_, product) => {
      cameBack([product.id]);
      toast(`${nameOf(product)} is back`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const removed = query.data?.items ?? [];
  if (removed.length === 0) return null;
  return (
    <Section title="Removed tickets" hint="Nobody can buy them. What was sold of them stays valid.">
      {putBack.error && <ProblemAlert error={putBack.error} title="It could not be put back" />}
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {removed.map((product) => (
          <li key={product.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <p className="min-w-0 flex-1 basis-40 wrap-anywhere text-ink-2">{nameOf(product)}</p>
            <p className="text-ink-2 tabular-nums">{formatMoney(product.price)}</p>
            <Button
              size="sm"
              busy={putBack.isPending && putBack.variables?.id === product.id}
              onClick={() => putBack.mutate(product)}
            >
              <Undo2 aria-hidden /> Put back
              <span className="sr-only">{nameOf(product)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
