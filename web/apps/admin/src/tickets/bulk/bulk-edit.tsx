import type { Category, Event, Product } from "@tessera/client";
import { Field, formatMoney, MoneyInput, NumberField, PercentInput, pickText, Select } from "@tessera/ui";
import * as z from "zod/mini";
import { EditorDrawer } from "../../app/editor-drawer";
import { ProblemAlert } from "../../app/problem-alert";
import { useApiForm } from "../../lib/api-form";
import { FormField } from "../../lib/form-field";
import { EdgeField } from "../editor/edge-field";
import { type Edge, edgeProblem } from "../editor/window";
import { type BulkChange, type BulkPlan, bulkChanges, type PriceChange } from "./changes";
import { useBulk } from "./use-bulk";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  categories: Category[];
  onClose: () => void;
}

const keep = "keep";
const open: Edge = { mode: "open", at: null, count: null, unit: "days" };
const priceKinds = ["keep", "set", "raise", "lower", "raise_percent", "lower_percent"] as const;

const schema = z
  .object({
    category: z.string(),
    visibility: z.enum(["keep", "public", "hidden"]),
    max: z.nullable(z.any()),
    price: z.enum(priceKinds),
    amount: z.nullable(z.any()),
    percent: z.string(),
    from: z.any(),
    until: z.any(),
  })
  .check(
    z.refine(({ max }) => max === null || (Number.isInteger(max) && max >= 1 && max <= 100), {
      path: ["max"],
      message: "Enter a number from 1 to 100, or leave it empty",
    }),
    z.refine(({ price, amount }) => !["set", "raise", "lower"].includes(price) || Number.isInteger(amount), {
      path: ["amount"],
      message: "Enter an amount",
    }),
    z.refine(({ price, percent }) => !price.endsWith("percent") || /^\d+(\.\d+)?$/.test(percent), {
      path: ["percent"],
      message: "Enter a share from 0 to 100",
    }),
    z.refine(({ from }) => from === null || !edgeProblem(from as Edge), { path: ["from"], message: "Enter when" }),
    z.refine(({ until }) => until === null || !edgeProblem(until as Edge), { path: ["until"], message: "Enter when" }),
  );

type Values = z.infer<typeof schema>;

function priceChange({ price, amount, percent }: Values): PriceChange | null {
  if (price === "keep") return null;
  if (price === "raise_percent" || price === "lower_percent") return { kind: price, percent };
  return { kind: price, amount: Number(amount) };
}

const planOf = (values: Values): BulkPlan => ({
  category: values.category === keep ? null : values.category,
  price: priceChange(values),
  from: values.from as Edge | null,
  until: values.until as Edge | null,
  visibility: values.visibility === "keep" ? null : values.visibility,
  max: values.max as number | null,
});

/** The same change for many tickets, shown before it is made. */
export default function BulkEdit({ org, event, products, categories, onClose }: Props) {
  const bulk = useBulk(org, event.slug, products, event.locales[0]);
  const of = useApiForm<Values>({
    schema,
    defaultValues: {
      category: keep,
      visibility: "keep",
      max: null,
      price: "keep",
      amount: null,
      percent: "",
      from: null,
      until: null,
    },
    onSubmit: async (values) => bulk.apply(bulkChanges(products, planOf(values), event.zone), onClose),
  });
  const values = of.form.watch();
  const sound = schema.safeParse(values).success;
  const changes = sound ? bulkChanges(products, planOf(values), event.zone) : [];
  const count = products.length === 1 ? "1 ticket" : `${products.length} tickets`;
  return (
    <EditorDrawer
      of={of}
      title={`Change ${count}`}
      description="Only what you choose here changes."
      save={`Change ${count}`}
      busy={bulk.busy}
      onClose={onClose}
    >
      {bulk.error && <ProblemAlert error={bulk.error} title="None of them was changed" />}
      <FormField of={of} name="price" label="Price">
        {(field) => (
          <Select {...field}>
            <option value="keep">Leave as it is</option>
            <option value="raise_percent">Raise by a share</option>
            <option value="lower_percent">Lower by a share</option>
            <option value="raise">Raise by an amount</option>
            <option value="lower">Lower by an amount</option>
            <option value="set">Set to</option>
          </Select>
        )}
      </FormField>
      {["set", "raise", "lower"].includes(values.price) && (
        <FormField of={of} name="amount" label="Amount" className="max-w-48">
          {(field) => <MoneyInput {...field} currency={event.currency} />}
        </FormField>
      )}
      {values.price.endsWith("percent") && (
        <FormField of={of} name="percent" label="Share" className="max-w-40">
          {(field) => <PercentInput {...field} />}
        </FormField>
      )}
      <When of={of} name="from" label="Sale starts" openWords="At once" zone={event.zone} />
      <When of={of} name="until" label="Sale ends" openWords="With the event" zone={event.zone} />
      {categories.length > 0 && (
        <FormField of={of} name="category" label="Category">
          {(field) => (
            <Select {...field}>
              <option value={keep}>Leave as it is</option>
              <option value="">None</option>
              {categories.map(({ id, name }) => (
                <option key={id} value={id}>
                  {pickText(name, event.locales[0])}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      )}
      <FormField of={of} name="visibility" label="Who sees them">
        {(field) => (
          <Select {...field}>
            <option value="keep">Leave as it is</option>
            <option value="public">Everybody</option>
            <option value="hidden">Nobody</option>
          </Select>
        )}
      </FormField>
      <FormField of={of} name="max" label="Most per order" optional className="max-w-40">
        {(field) => <NumberField {...field} placeholder="As it is" />}
      </FormField>
      <Effect changes={changes} products={products} event={event} />
    </EditorDrawer>
  );
}

interface WhenProps {
  of: ReturnType<typeof useApiForm<Values>>;
  name: "from" | "until";
  label: string;
  openWords: string;
  zone: string;
}

function When({ of, name, label, openWords, zone }: WhenProps) {
  const value = of.form.watch(name) as Edge | null;
  return (
    <>
      <Field label={label}>
        <Select
          value={value ? "change" : keep}
          onChange={({ target }) => of.form.setValue(name, target.value === keep ? null : open)}
        >
          <option value={keep}>Leave as it is</option>
          <option value="change">Change it</option>
        </Select>
      </Field>
      {value && (
        <FormField of={of} name={name} label={`${label}: when`}>
          {({ onChange }) => <EdgeField value={value} onChange={onChange} open={openWords} label={label} zone={zone} />}
        </FormField>
      )}
    </>
  );
}

interface EffectProps {
  changes: BulkChange[];
  products: Product[];
  event: Event;
}

/** What the change makes of each ticket: prices before and after, and how many change otherwise. */
function Effect({ changes, products, event }: EffectProps) {
  const touched = new Set(changes.map(({ product }) => product));
  const money = (minor: number | null | undefined) =>
    formatMoney({ amount_minor: minor ?? 0, currency: event.currency }, { free: true });
  const priced = changes.filter(({ after }) => after.price_minor !== undefined);
  const nameOf = ({ product: id, variation }: BulkChange) => {
    const product = products.find((one) => one.id === id);
    const form = product?.variations.find((one) => one.id === variation);
    return [product?.name, form?.name].flatMap((text) => (text ? [pickText(text, event.locales[0])] : [])).join(" · ");
  };
  return (
    <section aria-label="What changes" aria-live="polite" className="rounded-card bg-surface-2 px-4 py-3">
      <p className="font-semibold">
        {touched.size === 0 ? "Nothing changes yet" : `Changes ${touched.size} of ${products.length}`}
      </p>
      {priced.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1">
          {priced.map((change) => (
            <li key={`${change.product}${change.variation}`} className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 wrap-anywhere">{nameOf(change)}</span>
              <span className="tabular-nums">
                <span className="sr-only">from </span>
                {money(change.before.price_minor)} <span aria-hidden>→</span>
                <span className="sr-only"> to </span> <b className="font-semibold">{money(change.after.price_minor)}</b>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
