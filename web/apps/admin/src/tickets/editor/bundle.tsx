import { formatMoney, MoneyInput, NumberField, pickText } from "@tessera/ui";
import { FormField } from "../../lib/form-field";
import { itemsOf } from "../../prices/items";
import { whyNotIn } from "../belonging";
import { lowestPrice, mostMembers, newPart, sharesOf } from "./composition";
import { AddMenu, headingOf, LeftOut, TicketLink } from "./inside";
import type { PartProps } from "./part";
import { Rows } from "./rows";

/** What the ticket contains for its one price, and which share of that each part has. */
export function Bundle(props: PartProps) {
  const { of, event, product, products, categories } = props;
  const locale = event.locales[0];
  const [rules, parts] = [of.form.watch("add_ons"), of.form.watch("bundle")];
  const [price, variations] = [of.form.watch("price"), of.form.watch("variations")];
  const left = lowestPrice({ price, variations }) - sharesOf(parts);
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency }, { free: true });
  const taken = new Set([
    ...rules.map(({ product_id }) => product_id),
    ...parts.map(({ product_id, variation_id }) => variation_id ?? product_id),
  ]);
  const free = products.filter((one) => !taken.has(one.id) && whyNotIn(product, one) === null);
  const items = itemsOf(products, locale);
  const offered = itemsOf(free, locale).filter(({ key }) => !taken.has(key));
  const choices = offered.map((item) => ({
    key: item.key,
    name: item.name,
    price: money(item.price),
    heading: headingOf(
      free.find(({ id }) => id === item.product),
      categories,
      locale,
    ),
  }));
  const nameAt = (place: number) => {
    const { product_id, variation_id } = of.form.getValues(`bundle.${place}`);
    return items.find(({ key }) => key === (variation_id ?? product_id))?.name ?? `Part ${place + 1}`;
  };
  return (
    <Rows
      of={of}
      name="bundle"
      nameAt={nameAt}
      legendAt={(place) => `Part: ${nameAt(place)}`}
      headAt={(place) => <PartHead {...props} place={place} name={nameAt(place)} />}
      add={(append) => (
        <>
          {parts.length > 0 && (
            <p aria-live="polite" className="text-ink-2 tabular-nums">
              {left >= 0
                ? `The parts have ${money(sharesOf(parts))} of the price; ${money(left)} stay with this ticket itself.`
                : `The parts have ${money(-left)} more than the price.`}
            </p>
          )}
          {choices.length > 0 && parts.length < mostMembers && (
            <AddMenu
              label="Choose a part"
              choices={choices}
              onChoose={(keys) => {
                const item = offered.find(({ key }) => keys.includes(key));
                if (item) append(newPart(item.product, item.variation, item.price, left));
              }}
            />
          )}
          {choices.length + parts.length === 0 && (
            <p className="text-ink-2">
              There is nothing to choose from yet. Add the tickets that it consists of to the list first.
            </p>
          )}
          <LeftOut product={product} products={products} locale={locale} />
        </>
      )}
    >
      {(place) => <PartFields {...props} place={place} name={nameAt(place)} />}
    </Rows>
  );
}

interface RowProps extends PartProps {
  place: number;
  name: string;
}

/** Which ticket it is, and in which form. */
function PartHead({ of, org, event, products, place, name }: RowProps) {
  const at = `bundle.${place}` as const;
  const { product_id, variation_id } = of.form.watch(at);
  const contained = products.find(({ id }) => id === product_id);
  const form = contained?.variations.find(({ id }) => id === variation_id);
  return (
    <FormField of={of} name={`${at}.product_id`} label={name} hideLabel group>
      {() => (
        <p className="font-semibold wrap-anywhere">
          {contained ? <TicketLink org={org} event={event} product={contained} /> : name}
          {form && ` · ${pickText(form.name, event.locales[0])}`}
        </p>
      )}
    </FormField>
  );
}

function PartFields({ of, event, place }: RowProps) {
  const at = `bundle.${place}` as const;
  return (
    <div className="flex flex-wrap gap-5">
      <FormField of={of} name={`${at}.count`} label="How many" className="w-28">
        {(field) => <NumberField {...field} />}
      </FormField>
      <FormField of={of} name={`${at}.share_minor`} label="Share of the price for each" className="w-60">
        {(field) => <MoneyInput {...field} currency={event.currency} />}
      </FormField>
    </div>
  );
}
