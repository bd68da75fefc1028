import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Event } from "@tessera/client";
import { Button, buttonClass, EmptyState, FilterBar, pickText, Skeleton } from "@tessera/ui";
import { Download, Plus, SearchX, TicketPercent, X } from "lucide-react";
import { lazy, Suspense, useCallback } from "react";
import { Page } from "../app/page";
import { ProblemAlert } from "../app/problem-alert";
import { RemovalAlert } from "../app/removal-alert";
import { useGone } from "../lib/removal";
import { useTypedText } from "../lib/typed-text";
import { RecipeChoice } from "../prices/recipe-choice";
import type { Offer } from "../prices/scope";
import { filterOf, isFiltered, type VoucherFilter } from "./filter";
import { exportUrl, vouchersQuery } from "./queries";
import type { RecipeKey } from "./recipe-keys";
import { recipes } from "./recipes";
import { VoucherList } from "./voucher-list";

const NewVouchers = lazy(() => import("./new-vouchers"));
const VoucherPanel = lazy(() => import("./voucher-panel"));

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  search: VoucherFilter & { panel?: "new"; recipe?: RecipeKey; voucher?: string };
}

/** Codes that change prices or open hidden tickets. */
export function VouchersPage({ org, event, offer, search }: Props) {
  const navigate = useNavigate();
  const gone = useGone();
  const filter = filterOf(search);
  const query = useInfiniteQuery(vouchersQuery(org, event.slug, filter));
  const vouchers = (query.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ id }) => !gone.has(id));
  const go = useCallback(
    (next: Props["search"], replace = false) =>
      void navigate({
        to: "/$org/events/$event/vouchers",
        params: { org, event: event.slug },
        search: next,
        replace,
        resetScroll: false,
      }),
    [navigate, org, event.slug],
  );
  const [text, setText] = useTypedText(filter.q ?? "", (q) => go({ ...filterOf({ ...filter, q }) }, true));
  const close = () => go(filter);
  const isEmpty = query.isSuccess && vouchers.length === 0;
  return (
    <Page
      title="Vouchers"
      subtitle="Codes that make tickets cheaper, free, or visible."
      documentTitle={`Vouchers · ${pickText(event.name, event.locales[0])}`}
      actions={
        <>
          {vouchers.length > 0 && (
            <a href={exportUrl(org, event.slug, filter)} download className={buttonClass({})}>
              <Download aria-hidden /> Export CSV
            </a>
          )}
          {(!isEmpty || isFiltered(filter)) && (
            <Button variant="primary" onClick={() => go({ ...filter, panel: "new" })}>
              <Plus aria-hidden /> New vouchers
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RemovalAlert />
        {(vouchers.length > 0 || isFiltered(filter)) && (
          <FilterBar search={text} onSearch={setText} label="Search vouchers" placeholder="Code, tag or note">
            {filter.tag && (
              <Button
                onClick={() => go(filterOf({ q: filter.q }), true)}
                aria-label={`Any tag, not only ${filter.tag}`}
              >
                {filter.tag} <X aria-hidden />
              </Button>
            )}
          </FilterBar>
        )}
        {query.error && (
          <ProblemAlert
            error={query.error}
            title={query.data ? "These vouchers may be out of date" : "The vouchers could not be loaded"}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && (
          <div role="status">
            <span className="sr-only">Loading vouchers</span>
            <Skeleton className="h-64 w-full rounded-card" />
          </div>
        )}
        {vouchers.length > 0 && (
          <VoucherList
            org={org}
            event={event}
            offer={offer}
            vouchers={vouchers}
            filter={filter}
            refreshing={query.isPlaceholderData}
          />
        )}
        {isEmpty && (
          <NoVouchers org={org} event={event} filter={filter} onRecipe={(recipe) => go({ panel: "new", recipe })} />
        )}
        {query.hasNextPage && (
          <Button
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
            className="self-center max-sm:w-full"
          >
            Show more
          </Button>
        )}
      </div>
      <Suspense>
        {search.panel === "new" && (
          <NewVouchers
            org={org}
            event={event}
            offer={offer}
            recipe={search.recipe}
            onRecipe={(recipe) => go({ ...filter, panel: "new", recipe })}
            onMade={(voucher, tag) => go(voucher ? { voucher } : filterOf({ tag }))}
            onClose={close}
          />
        )}
        {search.voucher && <VoucherPanel org={org} event={event} offer={offer} id={search.voucher} onClose={close} />}
      </Suspense>
    </Page>
  );
}

interface NoneProps {
  org: string;
  event: Event;
  filter: VoucherFilter;
  onRecipe: (recipe: RecipeKey) => void;
}

function NoVouchers({ org, event, filter, onRecipe }: NoneProps) {
  if (isFiltered(filter))
    return (
      <EmptyState
        icon={SearchX}
        title="No voucher matches"
        action={
          <Link to="/$org/events/$event/vouchers" params={{ org, event: event.slug }} className={buttonClass({})}>
            Show all vouchers
          </Link>
        }
      >
        Search looks into codes, tags and notes.
      </EmptyState>
    );
  return (
    <>
      <EmptyState icon={TicketPercent} title="Make your first voucher">
        Guests enter its code on the event page. Choose what it should do:
      </EmptyState>
      <div className="mx-auto w-full max-w-xl">
        <RecipeChoice recipes={recipes} onChoose={onRecipe} />
      </div>
    </>
  );
}
