import type { Event, Product } from "@tessera/client";
import { Button, FieldSet, formatMoney, MoneyInput, NumberField, Select, Textarea } from "@tessera/ui";
import { Plus, X } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import type { ApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import type { Item } from "../prices/items";
import { alongOf, type NewOrderValues } from "./new-order-values";

interface Props {
  of: ApiForm<NewOrderValues>;
  event: Event;
  items: Item[];
  products: Product[];
  /** Lines came or went without a key being pressed in the form. */
  onChange: () => void;
}

/** What is ordered: tickets or variations, how many, at what price where the buyer sets it, and for whom. */
export function NewOrderLines({ of, event, items, products, onChange }: Props) {
  const rows = useFieldArray({ control: of.form.control, name: "lines" });
  const values = of.form.watch();
  const { lines } = values;
  const along = alongOf(values, items, products);
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency }, { free: true });
  const add = () => {
    onChange();
    rows.append({ item: items[0]?.key ?? "", quantity: 1, price: null, names: "" });
  };
  return (
    <FieldSet legend="Tickets">
      {rows.fields.map((row, index) => {
        const item = items.find(({ key }) => key === lines[index]?.item);
        return (
          <div key={row.id} className="flex flex-col gap-3 border-b border-line pb-4 last:border-b-0">
            <div className="flex items-start gap-3">
              <FormField of={of} name={`lines.${index}.item`} label="Ticket" className="flex-1">
                {(field) => (
                  <Select {...field}>
                    {items.map(({ key, name, price, free }) => (
                      <option key={key} value={key}>
                        {name} · {money(price)}
                        {free && " or more"}
                      </option>
                    ))}
                  </Select>
                )}
              </FormField>
              <FormField of={of} name={`lines.${index}.quantity`} label="How many" className="w-24">
                {(field) => <NumberField {...field} />}
              </FormField>
              {rows.fields.length > 1 && (
                <Button
                  variant="quiet"
                  size="icon"
                  aria-label={`Remove line ${index + 1}`}
                  className="mt-7"
                  onClick={() => {
                    onChange();
                    rows.remove(index);
                  }}
                >
                  <X aria-hidden />
                </Button>
              )}
            </div>
            {along[index]?.words && <p className="-mt-1 text-sm text-ink-2">{along[index].words}</p>}
            {along[index]?.needs.map(({ item: needed, name, quantity }) => (
              <p key={needed} className="-mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
                It needs {quantity} × {name} with it.
                <Button
                  size="sm"
                  onClick={() => {
                    onChange();
                    rows.insert(index + 1, { item: needed, quantity, price: null, names: "" });
                  }}
                >
                  Add {quantity} × {name}
                </Button>
              </p>
            ))}
            {item?.free && (
              <FormField
                of={of}
                name={`lines.${index}.price`}
                label="What the buyer gives for each"
                optional
                className="max-w-60"
              >
                {(field) => <MoneyInput {...field} currency={event.currency} placeholder={money(item.price)} />}
              </FormField>
            )}
            <FormField of={of} name={`lines.${index}.names`} label="Names on the tickets" optional hint="One per line.">
              {(field) => <Textarea {...field} rows={2} dir="auto" />}
            </FormField>
          </div>
        );
      })}
      <Button size="sm" className="self-start" onClick={add}>
        <Plus aria-hidden /> Another ticket
      </Button>
    </FieldSet>
  );
}
