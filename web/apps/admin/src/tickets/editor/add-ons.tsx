import { NumberField, pickText } from "@tessera/ui";
import { CheckField } from "../../lib/check-field";
import { FormField } from "../../lib/form-field";
import { limitWords, priceWords, whyNotIn } from "../belonging";
import { mostMembers, newAddOn } from "./composition";
import { AddMenu, headingOf, LeftOut, TicketLink } from "./inside";
import type { PartProps } from "./part";
import { Rows } from "./rows";

/** What buyers can take along with the ticket, and how many of it with each. */
export function AddOns(props: PartProps) {
  const { of, event, product, products, categories } = props;
  const locale = event.locales[0];
  const [rules, bundle] = [of.form.watch("add_ons"), of.form.watch("bundle")];
  const taken = new Set([...rules, ...bundle].map(({ product_id }) => product_id));
  const choices = products
    .filter((one) => !taken.has(one.id) && whyNotIn(product, one) === null)
    .map((one) => ({
      key: one.id,
      name: pickText(one.name, locale),
      price: priceWords(one),
      heading: headingOf(one, categories, locale),
    }));
  const nameAt = (place: number) => {
    const id = of.form.getValues(`add_ons.${place}.product_id`);
    return pickText(products.find((one) => one.id === id)?.name, locale) || `Add-on ${place + 1}`;
  };
  return (
    <Rows
      of={of}
      name="add_ons"
      nameAt={nameAt}
      legendAt={(place) => `Add-on: ${nameAt(place)}`}
      headAt={(place) => <AddOnHead {...props} place={place} name={nameAt(place)} />}
      add={(append) => (
        <>
          {choices.length > 0 && (
            <AddMenu
              whole
              label="Choose an add-on"
              choices={choices}
              onChoose={(ids) => {
                for (const id of ids.slice(0, mostMembers - rules.length)) append(newAddOn(id));
              }}
            />
          )}
          {choices.length + rules.length === 0 && (
            <p className="text-ink-2">
              There is nothing to choose from yet. Add a ticket for it to the list first, such as a tent or a workshop.
            </p>
          )}
          <LeftOut product={product} products={products} locale={locale} />
        </>
      )}
    >
      {(place) => <AddOnFields {...props} place={place} name={nameAt(place)} />}
    </Rows>
  );
}

interface RowProps extends PartProps {
  place: number;
  name: string;
}

/** Which ticket it is, and what the numbers below come to. */
function AddOnHead({ of, org, event, products, place, name }: RowProps) {
  const at = `add_ons.${place}` as const;
  const { product_id, min, max, included } = of.form.watch(at);
  const added = products.find(({ id }) => id === product_id);
  const counts = [min, max].every(Number.isInteger) && min <= max && max > 0;
  return (
    <FormField of={of} name={`${at}.product_id`} label={name} hideLabel group>
      {() => (
        <div>
          <p className="font-semibold wrap-anywhere">
            {added ? <TicketLink org={org} event={event} product={added} /> : name}
          </p>
          {counts && (
            <p className="text-sm text-ink-2" aria-live="polite">
              {limitWords(min, max)},{" "}
              {included ? "included in the price" : `for ${added ? priceWords(added) : "…"} each`}
              {added && !added.sold_alone && ". Sold in no other way"}.
            </p>
          )}
        </div>
      )}
    </FormField>
  );
}

function AddOnFields({ of, place }: RowProps) {
  const at = `add_ons.${place}` as const;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-5">
        <FormField of={of} name={`${at}.min`} label="Fewest with each" hint="0 if they may leave it." className="w-44">
          {(field) => <NumberField {...field} />}
        </FormField>
        <FormField of={of} name={`${at}.max`} label="Most with each" hint="1 for once per ticket." className="w-44">
          {(field) => <NumberField {...field} />}
        </FormField>
      </div>
      <CheckField
        of={of}
        name={`${at}.included`}
        group="What it costs"
        label="Included in the ticket’s price"
        hint="Otherwise it costs its own price on top."
      />
    </div>
  );
}
