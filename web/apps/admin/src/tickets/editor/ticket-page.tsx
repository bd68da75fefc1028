import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Category, type Event, keys, type Product, type Quota } from "@tessera/client";
import { pickText } from "@tessera/ui";
import { ChevronLeft } from "lucide-react";
import { Page, Section } from "../../app/page";
import { useCan } from "../../app/permissions";
import { useApiForm } from "../../lib/api-form";
import { handOn, useFollow } from "../../lib/overtaken";
import { productsQuery, quotasQuery } from "../../lib/queries";
import { SaveBar, useSaved } from "../../lib/saved";
import { AvailabilityBadge } from "../availability-badge";
import { Explainer } from "../explain/explainer";
import { isOfOne, ownQuota } from "../quotas";
import { Basics } from "./basics";
import { Picture } from "./picture";
import { Places } from "./places";
import { PreviewCard } from "./preview-card";
import { Price } from "./price";
import { RemovedVariations } from "./removed-variations";
import { saveTicket } from "./save";
import { Limits, SalesWindow, Visibility } from "./selling";
import { Together } from "./together";
import { type TicketValues, ticketFields, ticketLabels, ticketNames, ticketSchema, valuesOf } from "./values";
import { Variations } from "./variations";

interface Props {
  org: string;
  event: Event;
  product: Product;
  /** All tickets of the event. */
  products: Product[];
  quotas: Quota[];
  categories: Category[];
}

/** Everything about one ticket, with what buyers see of it and whether they can buy it beside the form. */
export function TicketPage(props: Props) {
  const { org, event, product, products, quotas } = props;
  const mayEdit = useCan("catalogue.edit");
  const name = pickText(product.name, event.locales[0]);
  return (
    <Page
      title={name}
      badge={<AvailabilityBadge availability={product.availability} />}
      subtitle={product.availability.reason}
      documentTitle={`${name} · ${pickText(event.name, event.locales[0])}`}
      back={
        <Link to="/$org/events/$event/tickets" params={{ org, event: event.slug }}>
          <ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" /> All tickets
        </Link>
      }
    >
      {mayEdit ? (
        <div className="@container">
          <Editor {...props} />
        </div>
      ) : (
        <div className="max-w-xl">
          <Explainer org={org} event={event} product={product} products={products} quotas={quotas} mayEdit={false} />
        </div>
      )}
    </Page>
  );
}

function Editor({ org, event, product, products, quotas, categories }: Props) {
  const client = useQueryClient();
  const of = useApiForm<TicketValues>({
    schema: ticketSchema(event),
    defaultValues: valuesOf(event, product, quotas),
    rename: ticketFields,
    labels: ticketLabels,
    onSubmit: async (after) => {
      const before = of.form.formState.defaultValues as TicketValues;
      try {
        await saveTicket({
          org,
          event,
          product,
          quotas,
          before,
          after,
          onMade: (place, id) => of.form.setValue(`variations.${place}.known`, id),
        }).catch(handOn(of.form, after, { ...ticketNames, ...ticketLabels }, storedNow));
        markSaved();
      } finally {
        await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      }
    },
  });
  const { saved, markSaved } = useSaved(of.form);
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, valuesOf(event, product, quotas));
  const storedNow = async () => {
    const now = { staleTime: 0 };
    const [products, limits] = await Promise.all([
      client.fetchQuery({ ...productsQuery(org, event.slug), ...now }),
      client.fetchQuery({ ...quotasQuery(org, event.slug), ...now }),
    ]);
    return valuesOf(event, products.items.find(({ id }) => id === product.id) ?? product, limits.items);
  };
  const own = ownQuota(product, quotas);
  // Another ticket's own amount is no shared limit, unless this one takes from it already.
  const shared = quotas.filter(
    (quota) => quota.id !== own?.id && (!isOfOne(quota) || product.quota_ids.includes(quota.id)),
  );
  const part = { of, org, event, product, products, quotas: shared, categories };
  const goTo = (id: string) => {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: "start" });
    section?.focus({ preventScroll: true });
  };
  return (
    <div className="grid gap-8 @4xl:grid-cols-[minmax(0,1fr)_22rem]">
      <form onSubmit={of.submit} noValidate>
        <div className="mb-6 empty:hidden">{of.summary}</div>
        <div>
          <Section id="basics" title="What it is">
            <Basics {...part} />
            <div className="mt-5">
              <Picture org={org} event={event} product={product} />
            </div>
          </Section>
          <Section id="price" title="Price">
            <Price {...part} />
          </Section>
          <Section
            id="variations"
            title="Variations"
            hint="Forms of the same ticket, such as sizes, days or reductions. If there are any, buyers choose one of them."
          >
            <Variations {...part} />
            <RemovedVariations org={org} event={event} product={product} />
          </Section>
          <Together {...part} />
          <Section id="places" title="Places">
            <Places {...part} taken={{ sold: own?.sold ?? 0, held: own?.held ?? 0 }} />
          </Section>
          <Section id="window" title="When it is sold">
            <SalesWindow {...part} />
          </Section>
          <Section id="limits" title="Where, and how many at a time">
            <Limits {...part} />
          </Section>
          <Section id="visibility" title="Visibility">
            <Visibility {...part} />
          </Section>
        </div>
        <div className="sticky bottom-0 -mx-4 border-t border-line bg-surface px-4 py-3 md:-mx-8 md:px-8 @4xl:mx-0 @4xl:px-0">
          <SaveBar busy={of.busy} saved={saved} label="Save ticket" />
        </div>
      </form>
      <div className="flex min-w-0 flex-col gap-6 @4xl:sticky @4xl:top-20 @4xl:self-start">
        <PreviewCard org={org} control={of.form.control} event={event} product={product} products={products} />
        <Explainer
          org={org}
          event={event}
          product={product}
          products={products}
          quotas={quotas}
          mayEdit
          onPart={goTo}
        />
      </div>
    </div>
  );
}
