import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys } from "@tessera/client";
import { useToast } from "@tessera/ui";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { RecipeDrawer } from "../prices/recipe-choice";
import type { Offer } from "../prices/scope";
import type { RecipeKey } from "./recipe-keys";
import { recipes, recipeValues } from "./recipes";
import { ThreeBuyers } from "./three-buyers";
import { draftOf, termsOf, type VoucherValues, voucherFields, voucherLabels, voucherSchema } from "./values";
import { CodeFields, TermFields } from "./voucher-fields";

const base = "/api/v1/organisations/{org}/events/{event}/vouchers";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  recipe: RecipeKey | undefined;
  onRecipe: (recipe: RecipeKey) => void;
  /** One voucher was made; null where many were. */
  onMade: (voucher: string | null, tag: string) => void;
  onClose: () => void;
}

/** New vouchers: what they are for first, then a form that knows it. */
export default function NewVouchers({ recipe, ...props }: Props) {
  if (recipe) return <RecipeForm key={recipe} {...props} recipe={recipe} />;
  return (
    <RecipeDrawer
      title="New vouchers"
      description="What should they do? Everything can be changed in the next step."
      recipes={recipes}
      onChoose={props.onRecipe}
      onClose={props.onClose}
    />
  );
}

function RecipeForm({ org, event, offer, recipe, onMade, onClose }: Omit<Props, "recipe"> & { recipe: RecipeKey }) {
  const client = useQueryClient();
  const toast = useToast();
  const params = { path: { org, event: event.slug } };
  const of = useApiForm<VoucherValues>({
    schema: voucherSchema,
    defaultValues: recipeValues(recipe, offer.products),
    rename: voucherFields,
    labels: voucherLabels,
    onSubmit: async (values) => {
      const terms = termsOf(values, event);
      const { tag = "" } = terms;
      const made = { id: null as string | null, count: 1 };
      if (values.how === "one") {
        const code = values.code.trim();
        made.id = (await api.POST(base, { params, body: { ...terms, ...(code && { code }) } })).id;
      } else if (values.how === "many") {
        const body = { count: values.count, prefix: values.prefix.trim(), terms };
        made.count = (await api.POST(`${base}/bulk`, { params, body })).count;
      } else {
        made.count = (await api.POST(`${base}/import`, { params, body: { text: values.text, terms } })).count;
      }
      await client.invalidateQueries({ queryKey: keys.vouchers(org, event.slug).slice(0, 4) });
      toast(made.count === 1 ? "The voucher is made" : `${made.count} vouchers are made`);
      onMade(made.id, tag);
    },
  });
  const chosen = recipes.find(({ key }) => key === recipe);
  return (
    <EditorDrawer
      of={of}
      title={chosen ? `New vouchers · ${chosen.title}` : "New vouchers"}
      save={`Make ${of.form.watch("how") === "one" ? "voucher" : "vouchers"}`}
      onClose={onClose}
    >
      <CodeFields of={of} />
      <TermFields of={of} event={event} offer={offer} />
      <ThreeBuyers org={org} event={event} offer={offer} draft={draftOf(of.form.watch(), event)} />
    </EditorDrawer>
  );
}
