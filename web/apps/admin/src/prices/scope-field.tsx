import { Checkbox, pickText, RadioGroup } from "@tessera/ui";
import { useState } from "react";
import type { FieldPath, FieldValues } from "react-hook-form";
import type { ApiForm } from "../lib/api-form";
import { FormField } from "../lib/form-field";
import { everything, formName, isEverything, type Offer, type Scope } from "./scope";

interface Props<V extends FieldValues> {
  of: ApiForm<V>;
  offer: Offer;
  /** Everything can't be meant, for the reason given: the choice is open until somebody says otherwise. */
  narrow?: string | undefined;
}

/** Everything, or a choice of categories, tickets and variations; the form keeps it under `scope`. */
export function ScopeField<V extends FieldValues & { scope: Scope }>({ of, offer, narrow }: Props<V>) {
  return (
    <FormField of={of} name={"scope" as FieldPath<V>} label="Good for" group hint={narrow}>
      {({ value, onChange }) => (
        <ScopeChoice value={value as Scope} onChange={onChange} offer={offer} narrow={narrow !== undefined} />
      )}
    </FormField>
  );
}

interface ChoiceProps {
  value: Scope;
  onChange: (scope: Scope) => void;
  offer: Offer;
  narrow: boolean;
}

function ScopeChoice({ value, onChange, offer, narrow }: ChoiceProps) {
  const [said, setSaid] = useState(isEverything(value) ? undefined : true);
  const some = said ?? narrow;
  const [before, setBefore] = useState(value);
  const box = (list: keyof Scope, id: string, label: string, className?: string) => (
    <Checkbox
      key={id}
      className={className}
      label={label}
      checked={value[list].includes(id)}
      onChange={({ target }) => {
        setSaid(true);
        onChange({
          ...value,
          [list]: target.checked ? [...value[list], id] : value[list].filter((other) => other !== id),
        });
      }}
    />
  );
  return (
    <div>
      <RadioGroup
        name="scope-kind"
        value={some ? "some" : "all"}
        onChange={(kind) => {
          setSaid(kind === "some");
          if (kind === "all") setBefore(value);
          onChange(kind === "some" ? before : everything());
        }}
        options={[
          { value: "all", label: "Everything" },
          { value: "some", label: "Only some" },
        ]}
      />
      {some && (
        <div className="ms-7 mt-1 border-line border-s ps-4">
          {offer.categories.map(({ id, name }) =>
            box("category_ids", id, `Everything under ${pickText(name, offer.locale)}`),
          )}
          {offer.products.map((product) => (
            <div key={product.id}>
              {box("product_ids", product.id, pickText(product.name, offer.locale))}
              {!value.product_ids.includes(product.id) &&
                product.variations.map(({ id, name }) =>
                  box("variation_ids", id, formName(product, name, offer.locale), "ms-7"),
                )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
