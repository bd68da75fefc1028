import { Link, useNavigate } from "@tanstack/react-router";
import type { Category, Event, Product, Quota } from "@tessera/client";
import { buttonClass, EmptyState } from "@tessera/ui";
import { FolderPlus, Ticket } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Page, Section } from "../app/page";
import { useCan } from "../app/permissions";
import { useGone } from "../lib/removal";
import { BulkBar } from "./bulk/bulk-bar";
import { QuickAdd } from "./quick-add";
import { sharedQuotas } from "./quotas";
import { RemovedTickets } from "./removed-tickets";
import { SharedQuotas } from "./shared-quotas";
import { TicketList } from "./ticket-list";

const QuotaEditor = lazy(() => import("./quota-editor"));
const CategoryEditor = lazy(() => import("./category-editor"));

interface Props {
  org: string;
  event: Event;
  products: Product[];
  quotas: Quota[];
  categories: Category[];
  /** The shared limit whose editor is open, or "new". */
  limit: string | undefined;
  /** The category whose editor is open, or "new". */
  category: string | undefined;
}

/** What guests can buy and how many there are. */
export function TicketsPage({ org, event, limit, category, ...all }: Props) {
  const navigate = useNavigate();
  const gone = useGone();
  const mayEdit = useCan("catalogue.edit");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const products = useMemo(() => all.products.filter(({ id }) => !gone.has(id)), [all.products, gone]);
  const quotas = all.quotas.filter(({ id }) => !gone.has(id));
  const categories = all.categories.filter(({ id }) => !gone.has(id));
  const chosen = products.filter(({ id }) => selected.has(id));
  const params = { org, event: event.slug };
  const close = () => void navigate({ to: "/$org/events/$event/tickets", params, search: {}, resetScroll: false });
  const editedQuota = quotas.find(({ id }) => id === limit);
  const editedCategory = categories.find(({ id }) => id === category);
  const common = { org, event, products, mayEdit };
  return (
    <Page
      title="Tickets"
      subtitle="What guests can buy, what it costs, and how many there are."
      actions={
        mayEdit &&
        products.length > 0 && (
          <Link
            to="/$org/events/$event/tickets"
            params={params}
            search={{ category: "new" }}
            resetScroll={false}
            className={buttonClass({})}
          >
            <FolderPlus aria-hidden /> Add category
          </Link>
        )
      }
    >
      {products.length === 0 && !mayEdit && <EmptyState icon={Ticket} title="There are no tickets yet" />}
      {products.length === 0 && mayEdit && (
        <>
          <EmptyState icon={Ticket} title="Add your first ticket" className="border-b-0 rounded-b-none pb-6">
            A name, a price and an amount are enough: “Standard”, 25.00, 120. A price of 0 makes it free.
          </EmptyState>
          <div className="rounded-b-card border border-line border-t-0 border-dashed px-6 pb-8">
            <QuickAdd org={org} event={event} />
          </div>
        </>
      )}
      {products.length > 0 && (
        <div className="flex flex-col gap-6">
          <TicketList {...common} quotas={quotas} categories={categories} selected={selected} onSelect={setSelected} />
          {chosen.length > 0 && mayEdit && (
            <BulkBar
              org={org}
              event={event}
              products={products}
              chosen={chosen}
              categories={categories}
              onSelect={setSelected}
            />
          )}
          {mayEdit && (
            <Section title="Add a ticket">
              <QuickAdd org={org} event={event} />
            </Section>
          )}
          <SharedQuotas {...common} quotas={sharedQuotas(products, quotas)} />
        </div>
      )}
      {mayEdit && <RemovedTickets org={org} event={event} />}
      <Suspense>
        {mayEdit && (limit === "new" || editedQuota) && (
          <QuotaEditor key={limit} org={org} event={event} products={products} quota={editedQuota} onClose={close} />
        )}
        {mayEdit && (category === "new" || editedCategory) && (
          <CategoryEditor key={category} org={org} event={event} category={editedCategory} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}
