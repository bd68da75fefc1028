import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, type Fee, keys, type TaxRule } from "@tessera/client";
import { LocalizedInput, MoneyInput, PercentInput, pickText, RadioGroup, Select } from "@tessera/ui";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { handOn, useFollow } from "../lib/overtaken";
import { feesQuery } from "../prices/queries";
import { RecipeDrawer } from "../prices/recipe-choice";
import type { FeeKey } from "./preset-keys";
import { feePreset, feePresets } from "./presets";
import { type FeeValues, feeOf, feeSchema, feeValues } from "./values";

const base = "/api/v1/organisations/{org}/events/{event}/fees";

interface Props {
  org: string;
  event: Event;
  rules: TaxRule[];
  /** Undefined makes a new one. */
  fee: Fee | undefined;
  preset: FeeKey | undefined;
  onPreset: (preset: FeeKey) => void;
  /** Where a new one stands: after all others. */
  lastSort: number;
  onClose: () => void;
}

/** What is added to an order, or borne by the organiser. */
export default function FeeEditor({ preset, onPreset, ...props }: Props) {
  const { fee, event, onClose } = props;
  if (fee) return <Editor {...props} start={feeValues(fee)} />;
  if (preset) return <Editor key={preset} {...props} start={feePreset(preset, event.locales[0] ?? "en")} />;
  return (
    <RecipeDrawer
      title="New fee"
      description="What is it for?"
      recipes={feePresets}
      onChoose={onPreset}
      onClose={onClose}
    />
  );
}

const labels = { name: "Name", per: "How often", pays: "Who pays it", tax: "Tax", active: "Charged at present" };

type EditorProps = Omit<Props, "preset" | "onPreset"> & { start: FeeValues };

function Editor({ org, event, rules, fee, lastSort, start, onClose }: EditorProps) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const of = useApiForm<FeeValues>({
    schema: feeSchema,
    defaultValues: start,
    rename: { "amount.amount_minor": "amount", "amount.percent": "percent", tax_rule_id: "tax" },
    labels,
    onSubmit: async (values) => {
      const body = feeOf(values, event, fee?.sort ?? lastSort + 10);
      if (fee)
        await api
          .PUT(`${base}/{fee}`, { params: { path: { ...path, fee: fee.id } }, body, ifMatch: fee.version })
          .catch(handOn(of.form, values, labels, storedNow));
      else await api.POST(base, { params: { path }, body });
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, start);
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...feesQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === fee?.id);
    return now && feeValues(now);
  };
  const kind = of.form.watch("kind");
  return (
    <EditorDrawer
      of={of}
      title={fee ? pickText(fee.name, event.locales[0]) : "New fee"}
      save="Save fee"
      onClose={onClose}
    >
      <FormField of={of} name="name" label="Name" hint="Guests read it in their order.">
        {(field) => <LocalizedInput {...field} locales={event.locales} />}
      </FormField>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <FormField of={of} name="kind" label="How much">
          {(field) => (
            <Select {...field}>
              <option value="fixed">An amount</option>
              <option value="percent">A share of what the tickets cost</option>
            </Select>
          )}
        </FormField>
        {kind === "fixed" ? (
          <FormField of={of} name="amount" label="Amount">
            {(field) => <MoneyInput {...field} currency={event.currency} />}
          </FormField>
        ) : (
          <FormField of={of} name="percent" label="Share">
            {(field) => <PercentInput {...field} />}
          </FormField>
        )}
      </div>
      <FormField of={of} name="per" label="How often" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "ticket", label: "For each ticket that costs something" },
              { value: "order", label: "Once for an order that costs something" },
            ]}
          />
        )}
      </FormField>
      <FormField of={of} name="pays" label="Who pays it" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "buyer", label: "The buyer", hint: "It stands in the order and adds to its total." },
              {
                value: "you",
                label: "You",
                hint: "Buyers do not see it; the test basket tells you what it comes to.",
              },
            ]}
          />
        )}
      </FormField>
      <FormField of={of} name="tax" label="Tax" className="max-w-80">
        {(field) => (
          <Select {...field}>
            <option value="">As everything that names no rule</option>
            {rules.map(({ id, name }) => (
              <option key={id} value={id}>
                {pickText(name, event.locales[0])}
              </option>
            ))}
          </Select>
        )}
      </FormField>
      <CheckField of={of} name="active" group="Whether it is charged" label="Charged at present" />
    </EditorDrawer>
  );
}
