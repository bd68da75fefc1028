import type { Event } from "@tessera/client";
import { Button, Checkbox, LocalizedInput, MoneyInput, NumberField, pickText, useToast } from "@tessera/ui";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useFieldArray } from "react-hook-form";
import { FormField } from "../../lib/form-field";
import type { PartProps } from "./part";
import { newVariation, type TicketValues } from "./values";

/** The forms in which the ticket is sold: sizes, days, reductions. Each may have its own price and places. */
export function Variations({ of, event }: PartProps) {
  const { control } = of.form;
  const { fields, append, remove, move, insert } = useFieldArray({ control, name: "variations" });
  const toast = useToast();
  const [moved, setMoved] = useState("");
  const nameAt = (place: number) =>
    pickText(of.form.getValues(`variations.${place}.name`), event.locales[0]) || `Variation ${place + 1}`;
  const takeOut = (place: number) => {
    const values = of.form.getValues(`variations.${place}`);
    remove(place);
    toast(`${pickText(values.name, event.locales[0]) || "The variation"} goes when you save`, () =>
      insert(place, values as TicketValues["variations"][number], { shouldFocus: false }),
    );
  };
  const shift = (place: number, step: -1 | 1) => {
    setMoved(`${nameAt(place)} is now number ${place + step + 1}`);
    move(place, place + step);
  };
  return (
    <div className="flex flex-col gap-4">
      {fields.length > 0 && (
        <ol className="flex flex-col gap-4">
          {fields.map(({ id }, place) => (
            <li key={id} className="rounded-card border border-line p-4">
              <fieldset className="min-w-0">
                <legend className="sr-only">Variation {place + 1}</legend>
                <VariationFields of={of} event={event} place={place} />
                <div className="mt-3 flex flex-wrap items-center justify-end gap-1">
                  {place > 0 && (
                    <Button
                      variant="quiet"
                      size="icon-sm"
                      aria-label={`Move ${nameAt(place)} up`}
                      onClick={() => shift(place, -1)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                  )}
                  {place < fields.length - 1 && (
                    <Button
                      variant="quiet"
                      size="icon-sm"
                      aria-label={`Move ${nameAt(place)} down`}
                      onClick={() => shift(place, 1)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                  )}
                  <Button
                    variant="quiet"
                    size="icon-sm"
                    aria-label={`Remove ${nameAt(place)}`}
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
      <p role="status" className="sr-only">
        {moved}
      </p>
      <Button className="self-start" onClick={() => append(newVariation(), { shouldFocus: false })}>
        <Plus aria-hidden /> Add variation
      </Button>
    </div>
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
      <FormField of={of} name={`${at}.active`} label="Whether it is sold" hideLabel group className="sm:col-span-3">
        {({ value, onChange, ...field }) => (
          <Checkbox {...field} label="On sale" checked={value} onChange={({ target }) => onChange(target.checked)} />
        )}
      </FormField>
    </div>
  );
}
