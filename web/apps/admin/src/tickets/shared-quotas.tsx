import { Link } from "@tanstack/react-router";
import type { Event, Product, Quota } from "@tessera/client";
import { Badge, buttonClass, pickText, StockBar } from "@tessera/ui";
import { Lock, Plus } from "lucide-react";
import { Section } from "../app/page";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  quotas: Quota[];
  mayEdit: boolean;
}

/** Limits over several tickets together: a hall, a day, a bus. */
export function SharedQuotas({ org, event, products, quotas, mayEdit }: Props) {
  const params = { org, event: event.slug };
  const locale = event.locales[0];
  const ticketsOf = ({ product_ids, variation_ids }: Quota) =>
    products.flatMap((product) => {
      const name = pickText(product.name, locale);
      if (product_ids.includes(product.id)) return [name];
      const forms = product.variations.filter(({ id }) => variation_ids.includes(id));
      return forms.map((form) => `${name} · ${pickText(form.name, locale)}`);
    });
  if (quotas.length === 0 && !mayEdit) return null;
  return (
    <Section
      id="quotas"
      title="Shared limits"
      hint="For places that several tickets use together, such as the seats of a hall. A ticket sells only while each of its limits has a place left."
      actions={
        mayEdit && (
          <Link to="/$org/events/$event/tickets" params={params} search={{ limit: "new" }} className={buttonClass({})}>
            <Plus aria-hidden /> Add shared limit
          </Link>
        )
      }
    >
      {quotas.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
          {quotas.map((quota) => (
            <li
              key={quota.id}
              className="relative grid gap-x-6 gap-y-2 px-4 py-(--item-pad) transition-colors hover:bg-surface-2 md:grid-cols-[minmax(0,1fr)_13rem] md:items-center"
            >
              <div className="min-w-0">
                {mayEdit ? (
                  <Link
                    to="/$org/events/$event/tickets"
                    params={params}
                    search={{ limit: quota.id }}
                    data-row
                    className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
                  >
                    {quota.name}
                  </Link>
                ) : (
                  <p className="font-semibold">{quota.name}</p>
                )}
                {quota.closed && (
                  <Badge tone="warning" icon={Lock} className="my-1">
                    Closed
                  </Badge>
                )}
                <p className="text-sm text-ink-2">{ticketsOf(quota).join(", ") || "No tickets yet"}</p>
              </div>
              <StockBar
                sold={quota.sold}
                held={quota.held}
                blocked={quota.blocked}
                overbooked={quota.overbooked}
                size={quota.size ?? null}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
