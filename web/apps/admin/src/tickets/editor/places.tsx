import { Checkbox, formatCount, NumberField, RadioGroup } from "@tessera/ui";
import { CheckField } from "../../lib/check-field";
import { FormField } from "../../lib/form-field";
import type { PartProps } from "./part";

interface Props extends PartProps {
  /** Sold and held of the ticket's own places. */
  taken: { sold: number; held: number };
}

/** How many there are: a number of its own, as many as wanted, or only what is left of shared limits. */
export function Places({ of, quotas, taken }: Props) {
  const counting = of.form.watch("counting");
  const inUse = taken.sold + taken.held;
  return (
    <div className="flex flex-col gap-5">
      <FormField of={of} name="counting" label="How many are there?" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "count", label: "A certain number" },
              { value: "endless", label: "As many as people want" },
              {
                value: "shared",
                label: "No number of its own",
                hint: "It sells while the shared limits below, or its variations, have a place left.",
              },
            ]}
          />
        )}
      </FormField>
      {counting === "count" && (
        <div className="flex flex-wrap gap-5">
          <FormField of={of} name="amount" label="How many" className="w-40">
            {(field) => <NumberField {...field} />}
          </FormField>
          <FormField of={of} name="blocked" label="Kept aside" className="w-40">
            {(field) => <NumberField {...field} />}
          </FormField>
        </div>
      )}
      {counting === "count" && (
        <p className="-mt-3 text-sm text-ink-2">
          What is kept aside is not sold until you give it free.
          {inUse > 0 &&
            ` ${formatCount(taken.sold)} sold and ${formatCount(taken.held)} held: the number cannot go below ${formatCount(inUse)}.`}
        </p>
      )}
      {counting === "count" && (
        <CheckField
          of={of}
          name="closes"
          group="When the last one is sold"
          label="Close for good when sold out"
          hint="What comes back from cancelled orders is then not sold until you open it again."
        />
      )}
      {quotas.length > 0 && (
        <FormField
          of={of}
          name="shared"
          label="Shared limits"
          hint="It also takes a place from each of these, and sells only while all of them have one left."
          group
        >
          {({ value, onChange }) => (
            <div>
              {quotas.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={name}
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
    </div>
  );
}
