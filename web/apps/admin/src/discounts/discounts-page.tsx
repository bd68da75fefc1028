import { useNavigate } from "@tanstack/react-router";
import type { Discount, Event, PriceSettings, Quote } from "@tessera/client";
import { Button, EmptyState, pickText } from "@tessera/ui";
import { BadgePercent, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Page } from "../app/page";
import { useCan } from "../app/permissions";
import { RemovalAlert } from "../app/removal-alert";
import { useGone } from "../lib/removal";
import { RecipeChoice } from "../prices/recipe-choice";
import type { Offer } from "../prices/scope";
import { TestBasket } from "../prices/test-basket";
import { DiscountList } from "./discount-list";
import type { RecipeKey } from "./recipe-keys";
import { recipes } from "./recipes";
import { RemovedDiscounts } from "./removed-discounts";

const DiscountEditor = lazy(() => import("./discount-editor"));

interface Search {
  panel?: "new" | undefined;
  recipe?: RecipeKey | undefined;
  discount?: string | undefined;
}

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  discounts: Discount[];
  settings: PriceSettings;
  search: Search;
}

/** Rules that make tickets cheaper by themselves, in their order, beside a basket to try them with. */
export function DiscountsPage({ org, event, offer, settings, search, ...all }: Props) {
  const navigate = useNavigate();
  const gone = useGone();
  const mayEdit = useCan("catalogue.edit");
  const [quote, setQuote] = useState<Quote | undefined>();
  const discounts = all.discounts.filter(({ id }) => !gone.has(id)).toSorted((a, b) => (a.sort ?? 0) - (b.sort ?? 0));
  const go = (next: Search) =>
    void navigate({
      to: "/$org/events/$event/discounts",
      params: { org, event: event.slug },
      search: next,
      resetScroll: false,
    });
  const edited = discounts.find(({ id }) => id === search.discount);
  const onRecipe = (recipe: RecipeKey) => go({ panel: "new", recipe });
  return (
    <Page
      title="Discounts"
      subtitle="Rules that make tickets cheaper by themselves. Each ticket is taken by the first rule that wants it."
      documentTitle={`Discounts · ${pickText(event.name, event.locales[0])}`}
      actions={
        mayEdit &&
        discounts.length > 0 && (
          <Button variant="primary" onClick={() => go({ panel: "new" })}>
            <Plus aria-hidden /> Add rule
          </Button>
        )
      }
    >
      <div className="@container">
        <div className="grid gap-8 @4xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <RemovalAlert />
            {discounts.length > 0 && (
              <DiscountList
                org={org}
                event={event}
                offer={offer}
                discounts={discounts}
                quote={quote}
                mayEdit={mayEdit}
              />
            )}
            {discounts.length === 0 && (
              <EmptyState icon={BadgePercent} title={mayEdit ? "Add your first rule" : "There are no discounts"}>
                {mayEdit && "Guests need no code: the price is lower when the rule fits. Choose what it should do:"}
              </EmptyState>
            )}
            {discounts.length === 0 && mayEdit && <RecipeChoice recipes={recipes} onChoose={onRecipe} />}
            {mayEdit && <RemovedDiscounts org={org} event={event} />}
          </div>
          <div className="min-w-0 @4xl:sticky @4xl:top-20 @4xl:self-start">
            <TestBasket org={org} event={event} offer={offer} settings={settings} onQuote={setQuote} />
          </div>
        </div>
      </div>
      <Suspense>
        {mayEdit && (search.panel === "new" || edited) && (
          <DiscountEditor
            key={edited?.id ?? "new"}
            org={org}
            event={event}
            offer={offer}
            settings={settings}
            discount={edited}
            recipe={search.recipe}
            onRecipe={onRecipe}
            lastSort={discounts.at(-1)?.sort ?? 0}
            onClose={() => go({})}
          />
        )}
      </Suspense>
    </Page>
  );
}
