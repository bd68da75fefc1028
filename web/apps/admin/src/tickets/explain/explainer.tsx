import { useQuery } from "@tanstack/react-query";
import type { Event, Product, Quota } from "@tessera/client";
import { Button, Checkbox, Field, NumberField, pickText, Select, TextInput } from "@tessera/ui";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Loaded } from "../../app/loaded";
import { DateTime } from "../../event/date-time";
import { channels } from "../../prices/channels";
import { holdersOf } from "../belonging";
import { ownQuota, variationQuota } from "../quotas";
import { AskedPrice } from "./asked-price";
import type { EditorPart } from "./fixes";
import { type Asker, anybody, askerQuery, explanationQuery } from "./queries";
import { Reasons } from "./reasons";

interface Props {
  org: string;
  event: Event;
  product: Product;
  /** All tickets of the event: some are sold along with others only. */
  products: Product[];
  quotas: Quota[];
  mayEdit: boolean;
  onPart?: (part: EditorPart) => void;
}

/** The quotas that only this ticket or one of its variations uses. */
function ownQuotas(product: Product, quotas: Quota[]): Quota[] {
  const variations = product.variations.map(({ id }) => variationQuota(id, quotas));
  return [ownQuota(product, quotas), ...variations].filter((quota) => quota !== undefined);
}

/** Why nothing is sold, whatever the ticket itself says. */
const notSelling = {
  draft: "The event is a draft: nobody can buy anything before you publish it. Once it is published:",
  template: "This is a template: nobody ever buys anything here. In an event made from it:",
  cancelled: "The event is cancelled: nothing is sold any more. Otherwise it would be:",
};

/** Whether it can be bought, and if not, why: for a guest now, or for whoever is imagined. */
export function Explainer({ org, event, product, products, quotas, mayEdit, onPart }: Props) {
  const [asker, setAsker] = useState<Asker>(anybody);
  const [open, setOpen] = useState(false);
  const holders = holdersOf(product, products).addedTo.map(({ name }) => pickText(name, event.locales[0]));
  const query = useQuery(explanationQuery(org, event.slug, product.id, askerQuery(asker, event.zone)));
  return (
    <section aria-label="Can it be bought?">
      <h2 className="pb-2 font-semibold">Can it be bought?</h2>
      <div className="@container rounded-card border border-line px-4 py-3">
        {!product.sold_alone && (
          <p className="mb-3 border-b border-line pb-3 text-ink-2 wrap-anywhere">
            {holders.length > 0
              ? `Only sold along with ${holders.join(" or ")}.`
              : "Nobody can buy it: it is sold along with other tickets only, and none has it as an add-on."}
          </p>
        )}
        {event.status !== "live" && (
          <p className="mb-3 border-b border-line pb-3 text-ink-2">
            {notSelling[event.template ? "template" : event.status]}
          </p>
        )}
        <div aria-live="polite">
          <Loaded query={query} failure="The sale could not be asked" skeleton="h-14">
            {({ items }) => (
              <Reasons
                org={org}
                event={event}
                product={product}
                own={ownQuotas(product, quotas)}
                items={items}
                mayEdit={mayEdit}
                priceOf={(variation) => (
                  <AskedPrice
                    org={org}
                    event={event}
                    product={product}
                    products={products}
                    variation={variation}
                    asker={asker}
                  />
                )}
                {...(onPart && { onPart })}
              />
            )}
          </Loaded>
        </div>
        <Button
          variant="quiet"
          size="sm"
          className="-ms-2.5 mt-3"
          aria-expanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          <ChevronDown aria-hidden className={open ? "rotate-180" : ""} /> Ask for somebody else
        </Button>
        {open && <AskerFields value={asker} onChange={setAsker} zone={event.zone} />}
      </div>
    </section>
  );
}

function AskerFields({ value, onChange, zone }: { value: Asker; onChange: (asker: Asker) => void; zone: string }) {
  const set = (change: Partial<Asker>) => onChange({ ...value, ...change });
  return (
    <div className="mt-3 grid gap-4 border-t border-line pt-4 @xl:grid-cols-2">
      <Field label="Where they buy">
        <Select value={value.channel} onChange={({ target }) => set({ channel: target.value as Asker["channel"] })}>
          {channels.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="When they come" group hint="Now, when left empty.">
        <DateTime value={value.at} onChange={(at) => set({ at })} zone={zone} />
      </Field>
      <Field label="How many they want" className="w-40">
        <NumberField value={value.quantity} onChange={(quantity) => set({ quantity })} />
      </Field>
      <Field label="Their email address" hint="For the fewest and the most per customer.">
        <TextInput
          type="email"
          autoComplete="off"
          value={value.email}
          onChange={({ target }) => set({ email: target.value })}
        />
      </Field>
      <Field label="The code they enter" hint="An access code or a voucher.">
        <TextInput autoComplete="off" value={value.code} onChange={({ target }) => set({ code: target.value })} />
      </Field>
      <Checkbox
        label="They have a voucher that shows it"
        checked={value.voucher}
        onChange={({ target }) => set({ voucher: target.checked })}
      />
    </div>
  );
}
