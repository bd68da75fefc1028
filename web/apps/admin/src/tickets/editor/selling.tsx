import { Checkbox, NumberField, pickText, RadioGroup, TextInput } from "@tessera/ui";
import { CheckField } from "../../lib/check-field";
import { FormField } from "../../lib/form-field";
import { holdersOf } from "../belonging";
import { EdgeField } from "./edge-field";
import type { PartProps } from "./part";
import type { Edge } from "./window";

/** When it is sold. */
export function SalesWindow({ of, event }: PartProps) {
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="from" label="Sale starts">
        {({ value, onChange }) => (
          <EdgeField value={value as Edge} onChange={onChange} open="At once" label="Sale starts" zone={event.zone} />
        )}
      </FormField>
      <FormField of={of} name="until" label="Sale ends" hint="Relative ends move along when the event moves.">
        {({ value, onChange }) => (
          <EdgeField
            value={value as Edge}
            onChange={onChange}
            open="With the event"
            label="Sale ends"
            zone={event.zone}
          />
        )}
      </FormField>
    </div>
  );
}

const channels = [
  { value: "web", label: "On the event page" },
  { value: "box_office", label: "At the box office", hint: "By you and your helpers, face to face." },
  { value: "api", label: "By other programs and orders you enter" },
] as const;

/** Where it is sold, and how many at a time. */
export function Limits({ of, event, product, products }: PartProps) {
  const holders = holdersOf(product, products).addedTo.map(({ name }) => pickText(name, event.locales[0]));
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="channels" label="Where it is sold" group>
        {({ value, onChange }) => (
          <div>
            {channels.map((channel) => (
              <Checkbox
                key={channel.value}
                label={channel.label}
                hint={"hint" in channel ? channel.hint : undefined}
                checked={value.includes(channel.value)}
                onChange={({ target }) =>
                  onChange(
                    channels
                      .map((one) => one.value)
                      .filter((one) => (one === channel.value ? target.checked : value.includes(one))),
                  )
                }
              />
            ))}
          </div>
        )}
      </FormField>
      <CheckField
        of={of}
        name="only_added"
        group="Along with what it is sold"
        label="Only along with another ticket"
        hint={
          holders.length > 0
            ? `As an add-on of ${holders.join(", ")}.`
            : "Make it an add-on of another ticket as well: until then nobody can buy it."
        }
      />
      <div className="flex flex-wrap gap-5">
        <FormField of={of} name="min" label="Fewest per order" className="w-40">
          {(field) => <NumberField {...field} />}
        </FormField>
        <FormField of={of} name="max" label="Most per order" className="w-40">
          {(field) => <NumberField {...field} />}
        </FormField>
        <FormField of={of} name="fewest" label="Fewest per customer" optional className="w-60">
          {(field) => <NumberField {...field} placeholder="No limit" />}
        </FormField>
        <FormField of={of} name="per_customer" label="Most per customer" optional className="w-60">
          {(field) => <NumberField {...field} placeholder="No limit" />}
        </FormField>
      </div>
      <p className="-mt-3 text-sm text-ink-2">
        Customers are told apart by their email address, over all their orders of this event.
      </p>
      <CheckField
        of={of}
        name="approval"
        group="Approval"
        label="Look at every order with it first"
        hint="Its places are held, and nobody pays before you approve it. You find these orders under “To approve”."
      />
    </div>
  );
}

/** Who gets to see it on the event page. */
export function Visibility({ of }: PartProps) {
  const visibility = of.form.watch("visibility");
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="visibility" label="Who sees it" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "public", label: "Everybody" },
              {
                value: "code",
                label: "Whoever has the access code",
                hint: "One code for all. The event page asks for it.",
              },
              {
                value: "voucher",
                label: "Whoever has a voucher that shows it",
                hint: "Each voucher is good for so many tickets. Make some on the Vouchers page.",
              },
              { value: "hidden", label: "Nobody", hint: "Only you can give it out, from the orders." },
            ]}
          />
        )}
      </FormField>
      {visibility === "code" && (
        <FormField
          of={of}
          name="code"
          label="Access code"
          hint="Capital letters make no difference."
          className="max-w-60"
        >
          {(field) => <TextInput {...field} autoComplete="off" spellCheck={false} className="font-code" />}
        </FormField>
      )}
    </div>
  );
}
