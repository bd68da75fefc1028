import { MoneyInput, RadioGroup } from "@tessera/ui";
import { FormField } from "../../lib/form-field";
import { ChannelPriceFields } from "./channel-prices";
import type { PartProps } from "./part";

/** A price, or the least of a price that buyers choose. */
export function Price({ of, event }: PartProps) {
  const free = of.form.watch("free");
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="free" label="Who sets the price" group>
        {({ value, onChange, name }) => (
          <RadioGroup
            name={name}
            value={value ? "buyer" : "you"}
            onChange={(chosen) => onChange(chosen === "buyer")}
            options={[
              { value: "you", label: "You" },
              { value: "buyer", label: "The buyer", hint: "Everybody gives what they want, from a least amount up." },
            ]}
          />
        )}
      </FormField>
      <FormField
        of={of}
        name="price"
        label={free ? "At least" : "Price"}
        hint={free ? "0 if it can also be had for nothing." : "0 if it is free."}
        className="max-w-60"
      >
        {(field) => <MoneyInput {...field} currency={event.currency} />}
      </FormField>
      <ChannelPriceFields of={of} event={event} at="channelPrices" />
    </div>
  );
}
