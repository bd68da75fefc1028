import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type PriceSettings } from "@tessera/client";
import { RadioGroup, Select, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import { SaveBar, useSaved } from "../lib/saved";

const schema = z.object({
  includes: z.enum(["with", "without"]),
  rounding: z.enum(["line", "sum_by_net", "sum_keep_gross", "sum_business"]),
  sellerVatId: z.string().check(z.trim(), z.maxLength(40, "Use at most 40 characters")),
});

interface Props {
  org: string;
  event: Event;
  settings: PriceSettings;
  mayEdit: boolean;
}

/** Whether prices are meant with tax, and how sums are rounded. */
export function SettingsForm({ org, event, settings, mayEdit }: Props) {
  const client = useQueryClient();
  const of = useApiForm({
    schema,
    defaultValues: {
      includes: settings.includes_tax ? "with" : "without",
      rounding: settings.rounding,
      sellerVatId: settings.seller_vat_id ?? "",
    },
    rename: { seller_vat_id: "sellerVatId" },
    labels: { sellerVatId: "VAT ID or tax number" },
    onSubmit: async ({ includes, rounding, sellerVatId }) => {
      const saved = await api.PUT("/api/v1/organisations/{org}/events/{event}/price-settings", {
        params: { path: { org, event: event.slug } },
        body: {
          includes_tax: includes === "with",
          rounding,
          default_tax_rule_id: settings.default_tax_rule_id ?? null,
          seller_vat_id: sellerVatId.trim() || null,
        },
      });
      client.setQueryData(keys.priceSettings(org, event.slug), saved);
      markSaved();
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
    },
  });
  const { saved, markSaved } = useSaved(of.form);
  return (
    <form onSubmit={of.submit} noValidate className="flex flex-col gap-5">
      {of.summary}
      <FormField of={of} name="includes" label="The prices you enter are meant" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "with", label: "With tax", hint: "Buyers pay what the ticket says." },
              { value: "without", label: "Without tax", hint: "The tax comes on top. Usual between businesses." },
            ]}
          />
        )}
      </FormField>
      <FormField
        of={of}
        name="rounding"
        label="Tax is rounded"
        hint="Matters for cents only, and for how your bookkeeping adds up."
      >
        {(field) => (
          <Select {...field}>
            <option value="line">Line by line</option>
            <option value="sum_by_net">Once on the sum of each rate, as electronic invoices ask (EN 16931)</option>
            <option value="sum_keep_gross">Once on the sum of each rate, and the prices with tax stay</option>
            <option value="sum_business">On the sum for businesses, line by line for everybody else</option>
          </Select>
        )}
      </FormField>
      <FormField
        of={of}
        name="sellerVatId"
        label="Your VAT ID or tax number"
        hint="Buyers find it on the summary of their order."
        optional
      >
        {(field) => <TextInput {...field} placeholder="DE136695976" autoComplete="off" spellCheck={false} />}
      </FormField>
      {mayEdit && <SaveBar busy={of.busy} saved={saved} />}
    </form>
  );
}
