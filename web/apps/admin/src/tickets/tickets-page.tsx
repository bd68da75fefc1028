import { useNavigate } from "@tanstack/react-router";
import type { Event, Product, Quota } from "@tessera/client";
import { EmptyState } from "@tessera/ui";
import { Ticket } from "lucide-react";
import { Page, Section } from "../app/page";
import { useCan } from "../app/permissions";
import { QuickAdd } from "./quick-add";
import { QuotaEditor } from "./quota-editor";
import { sharedQuotas } from "./quotas";
import { SharedQuotas } from "./shared-quotas";
import { TicketEditor } from "./ticket-editor";
import { TicketList } from "./ticket-list";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  quotas: Quota[];
  /** The ticket whose editor is open. */
  ticket: string | undefined;
  /** The shared limit whose editor is open, or "new". */
  limit: string | undefined;
}

/** What guests can buy and how many there are. */
export function TicketsPage({ org, event, products, quotas, ticket, limit }: Props) {
  const navigate = useNavigate();
  const close = () =>
    void navigate({ to: "/$org/events/$event/tickets", params: { org, event: event.slug }, search: {} });
  const edited = products.find(({ id }) => id === ticket);
  const editedQuota = quotas.find(({ id }) => id === limit);
  const common = { org, event, products, quotas };
  const mayEdit = useCan("catalogue.edit");
  return (
    <Page title="Tickets" subtitle="What guests can buy, what it costs, and how many there are.">
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
          <TicketList {...common} mayEdit={mayEdit} />
          {mayEdit && (
            <Section title="Add a ticket">
              <QuickAdd org={org} event={event} />
            </Section>
          )}
          <SharedQuotas {...common} quotas={sharedQuotas(products, quotas)} mayEdit={mayEdit} />
        </div>
      )}
      {edited && mayEdit && (
        <TicketEditor key={edited.id} org={org} event={event} product={edited} quotas={quotas} onClose={close} />
      )}
      {mayEdit && (limit === "new" || editedQuota) && (
        <QuotaEditor key={limit} org={org} event={event} products={products} quota={editedQuota} onClose={close} />
      )}
    </Page>
  );
}
