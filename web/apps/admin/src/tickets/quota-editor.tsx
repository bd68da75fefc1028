import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type Product, type Quota } from "@tessera/client";
import { Button, Checkbox, NumberField, pickText, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { handOn, useFollow } from "../lib/overtaken";
import { quotasQuery } from "../lib/queries";
import { useRemoval } from "../lib/removal";
import { count, countOrNone, required } from "../lib/schemas";

const schema = z
  .object({
    name: required("Enter a name for the limit"),
    size: countOrNone("Enter how many places there are, or leave it empty for no limit"),
    blocked: count("Enter how many are kept aside, 0 for none", 0, 10_000_000),
    close_when_sold_out: z.boolean(),
    closed: z.boolean(),
    product_ids: z.array(z.string()),
    variation_ids: z.array(z.string()),
  })
  .check(
    z.refine(({ size, blocked }) => size === null || blocked <= size, {
      path: ["blocked"],
      message: "No more can be kept aside than there are",
    }),
  );

type Values = z.infer<typeof schema>;

const valuesOf = (quota: Quota | undefined): Values => ({
  name: quota?.name ?? "",
  size: quota?.size ?? null,
  blocked: quota?.blocked ?? 0,
  close_when_sold_out: quota?.close_when_sold_out ?? false,
  closed: quota?.closed ?? false,
  product_ids: quota?.product_ids ?? [],
  variation_ids: quota?.variation_ids ?? [],
});

const labels = {
  name: "Name",
  size: "Places",
  blocked: "Kept aside",
  close_when_sold_out: "Close for good when sold out",
  closed: "Closed now",
  product_ids: "Tickets",
  variation_ids: "Tickets",
};

interface Props {
  org: string;
  event: Event;
  products: Product[];
  /** Undefined makes a new one. */
  quota: Quota | undefined;
  onClose: () => void;
}

/** A limit over several tickets: its size and what takes from it. */
export default function QuotaEditor({ org, event, products, quota, onClose }: Props) {
  const client = useQueryClient();
  const remove = useRemoval(keys.event(org, event.slug));
  const path = { org, event: event.slug };
  const of = useApiForm<Values>({
    schema,
    defaultValues: valuesOf(quota),
    labels,
    onSubmit: async (values) => {
      const { closed, ...plan } = values;
      if (quota) {
        await api
          .PATCH("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
            params: { path: { ...path, quota: quota.id } },
            body: { ...plan, closed },
            ifMatch: quota.version,
          })
          .catch(handOn(of.form, values, labels, storedNow));
      } else {
        await api.POST("/api/v1/organisations/{org}/events/{event}/quotas", { params: { path }, body: plan });
      }
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, valuesOf(quota));
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...quotasQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === quota?.id);
    return now && valuesOf(now);
  };
  const takeAway = (doomed: Quota) => {
    remove(doomed.id, doomed.name, () =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
        params: { path: { ...path, quota: doomed.id } },
      }),
    );
    onClose();
  };
  const inUse = quota ? quota.sold + quota.held : 0;
  return (
    <EditorDrawer
      of={of}
      title={quota ? quota.name : "New shared limit"}
      save="Save limit"
      aside={
        quota &&
        inUse === 0 && (
          <Button variant="quiet" className="me-auto !text-danger" onClick={() => takeAway(quota)}>
            Remove
          </Button>
        )
      }
      onClose={onClose}
    >
      <FormField of={of} name="name" label="Name" hint="Only you see it.">
        {(field) => <TextInput {...field} autoComplete="off" placeholder="Main hall" />}
      </FormField>
      <div className="flex flex-wrap gap-5">
        <FormField of={of} name="size" label="Places" className="w-40">
          {(field) => <NumberField {...field} placeholder="No limit" />}
        </FormField>
        <FormField of={of} name="blocked" label="Kept aside" className="w-40">
          {(field) => <NumberField {...field} />}
        </FormField>
      </div>
      {quota && inUse > 0 && (
        <p className="-mt-3 text-sm text-ink-2">
          {quota.sold} sold and {quota.held} held: the number cannot go below {inUse}, and the limit has to stay.
        </p>
      )}
      <div>
        <CheckField
          of={of}
          name="close_when_sold_out"
          group="When the last one is sold"
          label="Close for good when sold out"
          hint="What comes back from cancelled orders is then not sold until you open it again."
        />
        {quota && (
          <CheckField
            of={of}
            name="closed"
            group="Whether it is closed"
            label="Closed now"
            hint="Nothing is sold from it while it is closed."
          />
        )}
      </div>
      <TicketChoice of={of} products={products} locale={event.locales[0]} />
    </EditorDrawer>
  );
}

type QuotaForm = ReturnType<typeof useApiForm<Values>>;

/** Whole tickets, or single variations of them. */
function TicketChoice({ of, products, locale }: { of: QuotaForm; products: Product[]; locale: string | undefined }) {
  const [whole, single] = [of.form.watch("product_ids"), of.form.watch("variation_ids")];
  const toggle = (name: "product_ids" | "variation_ids", id: string, on: boolean) => {
    const now = of.form.getValues(name);
    of.form.setValue(name, on ? [...now, id] : now.filter((other) => other !== id), { shouldDirty: true });
  };
  return (
    <FormField of={of} name="product_ids" label="Tickets that use it" group>
      {() => (
        <div>
          {products.map((product) => (
            <div key={product.id}>
              <Checkbox
                label={pickText(product.name, locale)}
                checked={whole.includes(product.id)}
                onChange={({ target }) => toggle("product_ids", product.id, target.checked)}
              />
              {!whole.includes(product.id) &&
                product.variations.map((variation) => (
                  <Checkbox
                    key={variation.id}
                    className="ms-7"
                    label={`Only ${pickText(variation.name, locale)}`}
                    checked={single.includes(variation.id)}
                    onChange={({ target }) => toggle("variation_ids", variation.id, target.checked)}
                  />
                ))}
            </div>
          ))}
        </div>
      )}
    </FormField>
  );
}
