import type { Event } from "@tessera/client";
import { Button, LocalizedInput, MoneyInput, NumberField, pickText } from "@tessera/ui";
import { Plus } from "lucide-react";
import { CheckField } from "../../lib/check-field";
import { FormField } from "../../lib/form-field";
import { ChannelPriceFields } from "./channel-prices";
import type { PartProps } from "./part";
import { Rows } from "./rows";
import { newVariation } from "./values";

/** The forms in which the ticket is sold: sizes, days, reductions. Each may have its own price and places. */
export function Variations({ of, event }: PartProps) {
  const nameAt = (place: number) =>
    pickText(of.form.getValues(`variations.${place}.name`), event.locales[0]) || `Variation ${place + 1}`;
  return (
    <Rows
      of={of}
      name="variations"
      nameAt={nameAt}
      legendAt={(place) => `Variation ${place + 1}`}
      add={(append) => (
        <Button className="self-start" onClick={() => append(newVariation())}>
          <Plus aria-hidden /> Add variation
        </Button>
      )}
    >
      {(place) => <VariationFields of={of} event={event} place={place} />}
    </Rows>
  );
}

function VariationFields({ of, event, place }: { of: PartProps["of"]; event: Event; place: number }) {
  const at = `variations.${place}` as const;
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_9rem_9rem]">
      <FormField of={of} name={`${at}.name`} label="Variation">
        {(field) => <LocalizedInput {...field} locales={event.locales} />}
      </FormField>
      <FormField of={of} name={`${at}.price`} label="Its price" optional>
        {(field) => <MoneyInput {...field} currency={event.currency} placeholder="The same" />}
      </FormField>
      <FormField of={of} name={`${at}.places`} label="Its places" optional>
        {(field) => <NumberField {...field} placeholder="No own limit" />}
      </FormField>
      <FormField of={of} name={`${at}.description`} label="What is special about it" optional className="sm:col-span-3">
        {(field) => <LocalizedInput {...field} locales={event.locales} multiline rows={2} />}
      </FormField>
      <div className="sm:col-span-3">
        <ChannelPriceFields of={of} event={event} at={`${at}.channelPrices`} />
      </div>
      <div className="sm:col-span-3">
        <CheckField of={of} name={`${at}.active`} group="Whether it is sold" label="On sale" />
      </div>
    </div>
  );
}
