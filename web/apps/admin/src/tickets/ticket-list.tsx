import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ApiProblem, api, type Event, keys, type Product, type Quota } from "@tessera/client";
import {
  Alert,
  Badge,
  Button,
  Dialog,
  formatMoney,
  languageName,
  Menu,
  MenuItem,
  MenuSeparator,
  missingLocales,
  pickText,
  StockBar,
} from "@tessera/ui";
import { ArrowDown, ArrowUp, Ellipsis, Languages, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { AvailabilityBadge } from "./availability-badge";
import { ownQuota, reorder } from "./quotas";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  quotas: Quota[];
  mayEdit: boolean;
}

/** The tickets in their order on the page; a row opens its editor. */
export function TicketList({ org, event, products, quotas, mayEdit }: Props) {
  const client = useQueryClient();
  const [doomed, setDoomed] = useState<Product | null>(null);
  const path = { org, event: event.slug };
  const refresh = () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
  const move = useMutation({
    mutationFn: (changes: { id: string; sort: number }[]) =>
      Promise.all(
        changes.map(({ id, sort }) =>
          api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}", {
            params: { path: { ...path, product: id } },
            body: { sort },
          }),
        ),
      ),
    onSettled: refresh,
  });
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {products.map((product, index) => (
          <li
            key={product.id}
            className="relative grid gap-x-6 gap-y-2 px-4 py-(--item-pad) pe-14 transition-colors hover:bg-surface-2 md:grid-cols-[minmax(0,1fr)_7rem_8rem_13rem] md:items-center"
          >
            <div className="min-w-0">
              {mayEdit ? (
                <Link
                  to="/$org/events/$event/tickets"
                  params={path}
                  search={{ ticket: product.id }}
                  data-row
                  className="font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
                >
                  {pickText(product.name, event.locales[0])}
                </Link>
              ) : (
                <p className="font-semibold">{pickText(product.name, event.locales[0])}</p>
              )}
              <p className="text-sm text-ink-2">{product.availability.reason}</p>
              <Marks event={event} product={product} />
            </div>
            <p className="font-semibold tabular-nums md:text-end">{formatMoney(product.price, { free: true })}</p>
            <div>
              <AvailabilityBadge availability={product.availability} />
            </div>
            <Stock quota={ownQuota(product, quotas)} />
            {mayEdit && (
              <div className="absolute end-3 top-3 md:top-1/2 md:-translate-y-1/2">
                <Menu
                  trigger={
                    <Button
                      variant="quiet"
                      size="icon-sm"
                      aria-label={`Actions for ${pickText(product.name, event.locales[0])}`}
                    >
                      <Ellipsis aria-hidden />
                    </Button>
                  }
                >
                  <MenuItem
                    render={<Link to="/$org/events/$event/tickets" params={path} search={{ ticket: product.id }} />}
                  >
                    <Pencil aria-hidden /> Edit
                  </MenuItem>
                  {index > 0 && (
                    <MenuItem onSelect={() => move.mutate(reorder(products, product.id, -1))}>
                      <ArrowUp aria-hidden /> Move up
                    </MenuItem>
                  )}
                  {index < products.length - 1 && (
                    <MenuItem onSelect={() => move.mutate(reorder(products, product.id, 1))}>
                      <ArrowDown aria-hidden /> Move down
                    </MenuItem>
                  )}
                  <MenuSeparator />
                  <MenuItem tone="danger" onSelect={() => setDoomed(product)}>
                    <Trash2 aria-hidden /> Remove
                  </MenuItem>
                </Menu>
              </div>
            )}
          </li>
        ))}
      </ul>
      <RemoveDialog
        {...path}
        locale={event.locales[0]}
        product={doomed}
        onClose={() => setDoomed(null)}
        onRemoved={refresh}
      />
    </>
  );
}

function Stock({ quota }: { quota: Quota | undefined }) {
  if (!quota) return <p className="text-sm text-ink-3">Only shared limits</p>;
  return <StockBar sold={quota.sold} held={quota.held} size={quota.size ?? null} />;
}

function Marks({ event, product }: { event: Event; product: Product }) {
  const missing = missingLocales(product.name, event.locales);
  if (missing.length === 0) return null;
  return (
    <Badge tone="warning" icon={Languages} className="mt-1">
      Name missing in {missing.map((locale) => languageName(locale, "en")).join(", ")}
    </Badge>
  );
}

interface RemoveProps {
  org: string;
  event: string;
  locale: string | undefined;
  product: Product | null;
  onClose: () => void;
  onRemoved: () => unknown;
}

function RemoveDialog({ org, event, locale, product, onClose, onRemoved }: RemoveProps) {
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/products/{product}", {
        params: { path: { org, event, product: id } },
      }),
    onSuccess: async () => {
      await onRemoved();
      onClose();
    },
  });
  const name = product ? pickText(product.name, locale) : "";
  return (
    <Dialog
      open={product !== null}
      onOpenChange={(open) => {
        if (open) return;
        remove.reset();
        onClose();
      }}
      title={`Remove “${name}”?`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => product && remove.mutate(product.id)}>
            Remove ticket
          </Button>
        </>
      }
    >
      <p>Nobody can buy it any more. Tickets that are sold already stay valid, and their orders keep their names.</p>
      {remove.error && (
        <div role="alert" className="mt-3">
          <Alert tone="danger">
            {remove.error instanceof ApiProblem ? remove.error.message : String(remove.error)}
          </Alert>
        </div>
      )}
    </Dialog>
  );
}
