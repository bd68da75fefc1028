import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Event } from "@tessera/client";
import { Button, buttonClass, EmptyState, formatCount, pickText, Skeleton } from "@tessera/ui";
import { Download, Hourglass, Plus, ReceiptText, SearchX } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { Page } from "../app/page";
import { usePermissions } from "../app/permissions";
import { ProblemAlert } from "../app/problem-alert";
import { useDownload } from "../lib/download";
import { productsQuery } from "../lib/queries";
import { filterOf, isFiltered, type OrderFilter } from "./filter";
import { OrderFilters } from "./order-filters";
import { OrderList } from "./order-list";
import { exportUrl, ordersQuery, orderTotalsQuery } from "./queries";

const NewOrder = lazy(() => import("./new-order"));

interface Props {
  org: string;
  event: Event;
  search: OrderFilter & { panel?: "new" | undefined };
}

/** Find orders and act on them: what is seen, counted, summed and exported are one and the same set. */
export function OrdersPage({ org, event, search }: Props) {
  const navigate = useNavigate();
  const can = usePermissions();
  const { data: products } = useQuery(productsQuery(org, event.slug));
  const tickets = useMemo(
    () => (products?.items ?? []).map(({ id, name }) => ({ id, name: pickText(name, event.locales[0]) })),
    [products, event.locales],
  );
  const filter = filterOf(search);
  const exporting = useDownload();
  const query = useInfiniteQuery(ordersQuery(org, event.slug, filter));
  const orders = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const { data: totals } = useQuery(orderTotalsQuery(org, event.slug, filter));
  const { data: asked } = useQuery(orderTotalsQuery(org, event.slug, { approval: "asked", test: filter.test }));

  const go = useCallback(
    (next: Props["search"], replace = false) =>
      void navigate({
        to: "/$org/events/$event/orders",
        params: { org, event: event.slug },
        search: { ...filterOf(next), ...(next.panel && { panel: next.panel }) },
        replace,
        resetScroll: false,
      }),
    [navigate, org, event.slug],
  );
  const refilter = useCallback((next: OrderFilter) => go(next, true), [go]);

  return (
    <Page
      title="Orders"
      documentTitle={`Orders · ${pickText(event.name, event.locales[0])}`}
      actions={
        <>
          {orders.length > 0 && can("orders.export") && (
            <a
              {...exporting.link(exportUrl(org, event.slug, filter))}
              className={buttonClass({ variant: "secondary" })}
            >
              <Download aria-hidden /> Export CSV
              <span className="sr-only">of the {totals?.count} orders shown</span>
            </a>
          )}
          {can("orders.create") && (
            <Button variant="primary" onClick={() => go({ ...filter, panel: "new" })}>
              <Plus aria-hidden /> New order
            </Button>
          )}
        </>
      }
    >
      {(orders.length > 0 || isFiltered(filter)) && (
        <OrderFilters filter={search} tickets={tickets} onChange={refilter} totals={totals} />
      )}
      {!!asked?.count && filter.approval !== "asked" && (
        <Link
          to="/$org/events/$event/orders"
          params={{ org, event: event.slug }}
          search={{ approval: "asked", ...(filter.test && { test: true }) }}
          className="mb-4 flex items-center gap-2 rounded-card border border-line bg-surface-2 px-4 py-3 font-semibold hover:underline"
        >
          <Hourglass aria-hidden className="size-4 shrink-0" />
          {asked.count === 1 ? "1 order waits for you" : `${formatCount(asked.count)} orders wait for you`} to approve
        </Link>
      )}
      <div className="flex flex-col gap-4">
        {exporting.error && <ProblemAlert error={exporting.error} title="The orders could not be exported" />}
        {query.error && (
          <ProblemAlert
            error={query.error}
            title={query.data ? "These orders may be out of date" : "The orders could not be loaded"}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <ListSkeleton />}
        {orders.length > 0 && (
          <OrderList
            org={org}
            event={event.slug}
            zone={event.zone}
            orders={orders}
            refreshing={query.isPlaceholderData}
          />
        )}
        {query.isSuccess && orders.length === 0 && <NoOrders org={org} event={event} filter={filter} />}
        {query.hasNextPage && (
          <Button
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
            className="self-end max-sm:h-11 max-sm:w-full"
          >
            Show more{totals && ` (${formatCount(orders.length)} of ${formatCount(totals.count)})`}
          </Button>
        )}
      </div>
      {search.panel === "new" && products && can("orders.create") && (
        <Suspense>
          <NewOrder org={org} event={event} products={products.items} onClose={() => go(filter)} />
        </Suspense>
      )}
    </Page>
  );
}

function NoOrders({ org, event, filter }: { org: string; event: Event; filter: OrderFilter }) {
  const params = { org, event: event.slug };
  if (isFiltered(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No order matches"
        action={
          <Link to="/$org/events/$event/orders" params={params} className={buttonClass({ variant: "secondary" })}>
            Show all orders
          </Link>
        }
      >
        Search looks into codes, names and email addresses of buyers, and names on tickets.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ReceiptText}
      title="No orders yet"
      action={
        event.status === "live" ? (
          <a href={event.public_url} className={buttonClass({ variant: "secondary" })}>
            Open the event page
          </a>
        ) : (
          <Link to="/$org/events/$event" params={params} className={buttonClass({ variant: "secondary" })}>
            Go to the checklist
          </Link>
        )
      }
    >
      {event.status === "live"
        ? "Orders appear here the moment somebody buys. To see how it feels, buy a ticket yourself and cancel it afterwards."
        : "Nobody can buy yet, because the event is not published. You can already take orders yourself with “New order”."}
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading orders</span>
      <Skeleton className="h-9 w-full" />
      <div className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((row) => (
          <div key={row} className="flex h-14 items-center gap-6 px-3">
            <Skeleton className="h-3.5 w-20" />
            <Skeleton className="h-3.5 flex-1" />
            <Skeleton className="h-5 w-24 rounded-full" />
            <Skeleton className="h-3.5 w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}
