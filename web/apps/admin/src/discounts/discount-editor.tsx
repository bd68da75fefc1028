import { useQueryClient } from "@tanstack/react-query";
import { api, type Discount, type Event, keys, type PriceSettings } from "@tessera/client";
import { LocalizedInput, MoneyInput, NumberField, pickText, RadioGroup } from "@tessera/ui";
import { EditorDrawer } from "../app/editor-drawer";
import { DateTime } from "../event/date-time";
import { type ApiForm, useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { handOn, useFollow } from "../lib/overtaken";
import { EffectField } from "../prices/effect-field";
import { discountsQuery } from "../prices/queries";
import { RecipeDrawer } from "../prices/recipe-choice";
import type { Offer } from "../prices/scope";
import { ScopeField } from "../prices/scope-field";
import { TestBasket } from "../prices/test-basket";
import type { RecipeKey } from "./recipe-keys";
import { recipes, recipeValues } from "./recipes";
import {
  type DiscountValues,
  discountFields,
  discountLabels,
  discountOf,
  discountSchema,
  draftOf,
  valuesOf,
} from "./values";

const base = "/api/v1/organisations/{org}/events/{event}/discounts";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  settings: PriceSettings;
  /** Undefined makes a new one. */
  discount: Discount | undefined;
  recipe: RecipeKey | undefined;
  onRecipe: (recipe: RecipeKey) => void;
  /** Where a new one stands: after all others. */
  lastSort: number;
  onClose: () => void;
}

/** A rule that makes tickets cheaper by itself. */
export default function DiscountEditor({ recipe, onRecipe, ...props }: Props) {
  const { discount, event, onClose } = props;
  if (discount) return <Editor {...props} start={valuesOf(discount, event)} />;
  if (recipe) return <Editor key={recipe} {...props} start={recipeValues(recipe, event.locales[0] ?? "en")} />;
  return (
    <RecipeDrawer
      title="New discount"
      description="What should it do? Everything can be changed in the next step."
      recipes={recipes}
      onChoose={onRecipe}
      onClose={onClose}
    />
  );
}

type EditorProps = Omit<Props, "recipe" | "onRecipe"> & { start: DiscountValues };

function Editor({ org, event, offer, settings, discount, lastSort, start, onClose }: EditorProps) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const sort = discount?.sort ?? lastSort + 10;
  const of = useApiForm<DiscountValues>({
    schema: discountSchema,
    defaultValues: start,
    rename: discountFields,
    labels: discountLabels,
    onSubmit: async (values) => {
      const body = discountOf(values, event, sort);
      if (discount) {
        await api
          .PUT(`${base}/{discount}`, {
            params: { path: { ...path, discount: discount.id } },
            body,
            ifMatch: discount.version,
          })
          .catch(handOn(of.form, values, discountLabels, storedNow));
      } else {
        await api.POST(base, { params: { path }, body });
      }
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, start);
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...discountsQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === discount?.id);
    return now && valuesOf(now, event);
  };
  const draft = draftOf(of.form.watch(), event, sort, discount?.id);
  return (
    <EditorDrawer
      of={of}
      title={discount ? pickText(discount.name, event.locales[0]) : "New discount"}
      save="Save discount"
      onClose={onClose}
      below={
        <TestBasket
          org={org}
          event={event}
          offer={offer}
          settings={settings}
          draft={draft}
          hint="What buyers would pay with the rule as it stands here. Nothing is stored or sold."
        />
      }
    >
      <FormField of={of} name="name" label="Name" hint="Guests read it beside the price.">
        {(field) => <LocalizedInput {...field} locales={event.locales} />}
      </FormField>
      <EffectField of={of} currency={event.currency} />
      <ScopeField of={of} offer={offer} />
      <Needs of={of} currency={event.currency} />
      <Ends of={of} zone={event.zone} used={discount?.used ?? 0} />
      <div>
        <CheckField of={of} name="skip_vouchered" label="Not together with a voucher" />
        <CheckField of={of} name="active" label="Switched on" />
      </div>
    </EditorDrawer>
  );
}

function Needs({ of, currency }: { of: ApiForm<DiscountValues>; currency: string }) {
  const [needs, count, cheapest] = [of.form.watch("needs"), of.form.watch("min_count"), of.form.watch("cheapest")];
  return (
    <>
      <FormField of={of} name="needs" label="What an order needs" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "count", label: "A number of tickets" },
              { value: "value", label: "Tickets worth an amount together" },
            ]}
          />
        )}
      </FormField>
      {needs === "value" && (
        <FormField of={of} name="min_value" label="Worth at least" className="max-w-60">
          {(field) => <MoneyInput {...field} currency={currency} />}
        </FormField>
      )}
      {needs === "count" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField of={of} name="min_count" label="At least so many tickets">
            {(field) => <NumberField {...field} placeholder="1" />}
          </FormField>
          {(Number(count) > 1 || cheapest !== null) && (
            <FormField of={of} name="cheapest" label="Only the cheapest of them" optional>
              {(field) => <NumberField {...field} placeholder="All get it" />}
            </FormField>
          )}
        </div>
      )}
      {needs === "count" && Number(count) > 1 && (
        <CheckField
          of={of}
          name="same"
          label="All of the same ticket"
          hint="Otherwise different tickets count together."
        />
      )}
    </>
  );
}

function Ends({ of, zone, used }: { of: ApiForm<DiscountValues>; zone: string; used: number }) {
  return (
    <>
      <FormField of={of} name="from" label="Starts" group optional hint="At once, when left empty.">
        {(field) => <DateTime {...field} zone={zone} />}
      </FormField>
      <FormField of={of} name="until" label="Ends" group optional hint="Never, when left empty.">
        {(field) => <DateTime {...field} zone={zone} />}
      </FormField>
      <FormField
        of={of}
        name="max_uses"
        label="For the first so many tickets"
        optional
        hint={
          used > 0 ? `${used} have got it, open carts included.` : "Open carts are counted. No limit, when left empty."
        }
        className="max-w-72"
      >
        {(field) => <NumberField {...field} placeholder="No limit" />}
      </FormField>
    </>
  );
}
