import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type PriceSettings, type TaxRule } from "@tessera/client";
import { Button, Checkbox, Combobox, LocalizedInput, pickText, Select, useToast } from "@tessera/ui";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useFieldArray } from "react-hook-form";
import { EditorDrawer } from "../app/editor-drawer";
import { type ApiForm, useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { handOn, useFollow } from "../lib/overtaken";
import { taxRulesQuery } from "../prices/queries";
import { RecipeDrawer } from "../prices/recipe-choice";
import type { Offer } from "../prices/scope";
import { countryOptions } from "./countries";
import type { TaxKey } from "./preset-keys";
import { taxPreset, taxPresets } from "./presets";
import { TreatmentField } from "./treatment-field";
import { newCase, ruleOf, ruleValues, type TaxRuleValues, taxRuleSchema } from "./values";
import { buyerWords } from "./words";

const base = "/api/v1/organisations/{org}/events/{event}";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  settings: PriceSettings;
  /** Undefined makes a new one. */
  rule: TaxRule | undefined;
  preset: TaxKey | undefined;
  onPreset: (preset: TaxKey) => void;
  onClose: () => void;
}

/** A tax rule: what applies to whom, and to which tickets. */
export default function TaxEditor({ preset, onPreset, ...props }: Props) {
  const { rule, event, settings, onClose } = props;
  if (rule) return <Editor {...props} start={ruleValues(rule, settings.default_tax_rule_id === rule.id)} />;
  if (preset) return <Editor key={preset} {...props} start={taxPreset(preset, event.zone, event.locales[0] ?? "en")} />;
  return (
    <RecipeDrawer
      title="New tax rule"
      description="Which is nearest to yours? Ask whoever does your taxes if you are not sure."
      recipes={taxPresets}
      onChoose={onPreset}
      onClose={onClose}
    />
  );
}

const labels = { name: "Name", cases: "Exceptions", base: "Everybody else", product_ids: "Tickets" };

type EditorProps = Omit<Props, "preset" | "onPreset"> & { start: TaxRuleValues };

function Editor({ org, event, offer, settings, rule, start, onClose }: EditorProps) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const of = useApiForm<TaxRuleValues>({
    schema: taxRuleSchema,
    defaultValues: start,
    labels,
    onSubmit: async (values) => {
      const body = ruleOf(values, event);
      const saved = rule
        ? await api
            .PUT(`${base}/tax-rules/{tax_rule}`, {
              params: { path: { ...path, tax_rule: rule.id } },
              body,
              ifMatch: rule.version,
            })
            .catch(handOn(of.form, values, labels, storedNow))
        : await api.POST(`${base}/tax-rules`, { params: { path }, body });
      const was = settings.default_tax_rule_id ?? null;
      const next = values.is_default ? saved.id : was === saved.id ? null : was;
      if (next !== was)
        await api.PUT(`${base}/price-settings`, { params: { path }, body: { ...settings, default_tax_rule_id: next } });
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, start);
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...taxRulesQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === rule?.id);
    return now && ruleValues(now, settings.default_tax_rule_id === now.id);
  };
  return (
    <EditorDrawer
      of={of}
      title={rule ? pickText(rule.name, event.locales[0]) : "New tax rule"}
      save="Save tax rule"
      onClose={onClose}
    >
      <FormField of={of} name="name" label="Name" hint="Orders and invoices call it so.">
        {(field) => <LocalizedInput {...field} locales={event.locales} />}
      </FormField>
      <Cases of={of} />
      <TreatmentField of={of} at="base" label="Everybody else" />
      {settings.includes_tax && (
        <CheckField
          of={of}
          name="keep_gross"
          group="Other rates"
          label="All pay the same, whatever their rate"
          hint="Otherwise buyers with another rate pay the same net price and their own tax."
        />
      )}
      <CheckField
        of={of}
        name="is_default"
        group="What it is for"
        label="For every ticket and fee that names no other rule"
      />
      {offer.products.length > 0 && (
        <FormField
          of={of}
          name="product_ids"
          label="Tickets that it is for"
          hint="A ticket that another rule names moves here."
          group
        >
          {({ value, onChange }) => (
            <div>
              {offer.products.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={pickText(name, offer.locale)}
                  checked={value.includes(id)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...value, id] : value.filter((other) => other !== id))
                  }
                />
              ))}
            </div>
          )}
        </FormField>
      )}
    </EditorDrawer>
  );
}

/** Exceptions by place and kind of buyer; the first that fits applies. */
function Cases({ of }: { of: ApiForm<TaxRuleValues> }) {
  const { fields, append, remove, move, insert } = useFieldArray({ control: of.form.control, name: "cases" });
  const toast = useToast();
  const places = useMemo(
    () => [{ value: "eu", label: "The EU" }, { value: "any", label: "Anywhere" }, ...countryOptions()],
    [],
  );
  const takeOut = (place: number) => {
    const values = of.form.getValues(`cases.${place}`);
    remove(place);
    toast(`Exception ${place + 1} goes when you save`, () => insert(place, values, { shouldFocus: false }));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="font-semibold">Exceptions</legend>
      <p className="text-sm text-ink-2">The first that fits the buyer applies.</p>
      {fields.length > 0 && (
        <ol className="flex flex-col gap-3">
          {fields.map(({ id }, place) => (
            <li key={id} className="rounded-card border border-line p-4">
              <fieldset className="flex min-w-0 flex-col gap-4">
                <legend className="sr-only">Exception {place + 1}</legend>
                <div className="grid gap-4 sm:grid-cols-2">
                  <FormField of={of} name={`cases.${place}.buyer`} label="Who buys">
                    {(field) => (
                      <Select {...field}>
                        {Object.entries(buyerWords).map(([value, words]) => (
                          <option key={value} value={value}>
                            {words}
                          </option>
                        ))}
                      </Select>
                    )}
                  </FormField>
                  <FormField of={of} name={`cases.${place}.country`} label="Where they are">
                    {({ value, onChange }) => (
                      <Combobox options={places} value={value} onChange={(next) => onChange(next ?? "")} />
                    )}
                  </FormField>
                </div>
                <TreatmentField of={of} at={`cases.${place}.treatment`} label="Then" />
                <div className="-my-1 flex justify-end gap-1">
                  {place > 0 && (
                    <Button
                      variant="quiet"
                      size="icon-sm"
                      aria-label={`Move exception ${place + 1} up`}
                      onClick={() => move(place, place - 1)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                  )}
                  {place < fields.length - 1 && (
                    <Button
                      variant="quiet"
                      size="icon-sm"
                      aria-label={`Move exception ${place + 1} down`}
                      onClick={() => move(place, place + 1)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                  )}
                  <Button
                    variant="quiet"
                    size="icon-sm"
                    aria-label={`Remove exception ${place + 1}`}
                    onClick={() => takeOut(place)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </div>
              </fieldset>
            </li>
          ))}
        </ol>
      )}
      <Button className="self-start" onClick={() => append(newCase(), { shouldFocus: false })}>
        <Plus aria-hidden /> Add exception
      </Button>
    </fieldset>
  );
}
