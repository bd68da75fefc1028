import { useQuery } from "@tanstack/react-query";
import type { DraftDiscount, Event, PriceSettings, Quote, QuoteIn } from "@tessera/client";
import { Button, Checkbox, Combobox, Field, NumberField, Select, TextInput, wallToInstant } from "@tessera/ui";
import { ChevronDown } from "lucide-react";
import { useEffect, useId, useMemo, useState } from "react";
import { Loaded } from "../app/loaded";
import { DateTime } from "../event/date-time";
import { countryOptions } from "../taxes/countries";
import { wholeBasket } from "./along";
import { type Channel, channels } from "./channels";
import { type Item, itemsOf, startOf } from "./items";
import { quoteQuery } from "./queries";
import { QuoteView } from "./quote-view";
import type { Offer } from "./scope";

/** Who buys, as far as prices ask. */
interface Buyer {
  voucher: string;
  channel: Channel;
  country: string | null;
  business: boolean;
  vatId: string;
  /** Wall-clock time in the event's zone; null is now. */
  at: string | null;
}

const anybody: Buyer = { voucher: "", channel: "web", country: null, business: false, vatId: "", at: null };

function basketOf(
  offer: Offer,
  items: Item[],
  counts: Record<string, number | null>,
  buyer: Buyer,
  zone: string,
): QuoteIn {
  const { voucher, channel, country, business, vatId, at } = buyer;
  const { products } = offer;
  const lines = items.flatMap(({ key, product, variation }) => {
    const quantity = counts[key];
    if (!quantity || !Number.isInteger(quantity) || quantity > 500) return [];
    return [{ product, ...(variation && { variation }), quantity }];
  });
  return {
    lines: wholeBasket(lines, products),
    ...(voucher.trim() && { voucher: voucher.trim() }),
    ...(channel !== "web" && { channel }),
    ...(country && { country }),
    ...(business && { business }),
    ...(business && vatId.trim() && { vat_id: vatId.trim() }),
    ...(at && { at: wallToInstant(at, zone) }),
  };
}

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  settings: PriceSettings;
  /** The fields for country and kind of buyer are open from the start. */
  aboutBuyer?: boolean;
  /** A rule that is not stored, to be tried with all others; null while it can't be. */
  draft?: DraftDiscount | null;
  hint?: string;
  /** What the basket costs now; undefined while it is empty or has no price. */
  onQuote?: (quote: Quote | undefined) => void;
}

/** A basket to try prices with: what it would cost right now, line by line, for whom one likes. Nothing is sold. */
export function TestBasket({ org, event, offer, settings, aboutBuyer = false, draft, hint, onQuote }: Props) {
  const own = useId();
  const items = useMemo(() => itemsOf(offer.products, offer.locale), [offer]);
  const [counts, setCounts] = useState<Record<string, number | null>>(() => {
    const start = startOf(items, offer.products);
    return start ? { [start.key]: 2 } : {};
  });
  const [buyer, setBuyer] = useState(anybody);
  const [more, setMore] = useState(aboutBuyer);
  const filled = basketOf(offer, items, counts, buyer, event.zone);
  const basket = draft ? { ...filled, draft_discount: draft } : filled;
  const query = useQuery({
    ...quoteQuery(org, event.slug, basket),
    enabled: basket.lines.length > 0 && draft !== null,
  });
  const set = (change: Partial<Buyer>) => setBuyer((was) => ({ ...was, ...change }));
  // The basket of the page is beside a drawer that has one, too.
  const title = draft === undefined ? "Test basket" : "Test basket for this rule";
  const shown = basket.lines.length > 0 && !query.error ? query.data : undefined;
  useEffect(() => onQuote?.(shown), [shown, onQuote]);
  return (
    <section aria-label={title} className="rounded-card border border-line">
      <div className="border-b border-line bg-surface-2 px-4 py-3">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-sm text-ink-2">{hint ?? "What buyers would pay right now. Nothing is sold."}</p>
      </div>
      <div className="flex flex-col gap-4 px-4 py-4">
        {items.length === 0 && <p className="text-ink-2">There are no tickets yet.</p>}
        <ul className="flex max-h-80 flex-col gap-2 overflow-y-auto">
          {items.map(({ key, name }) => (
            <li key={key} className="flex items-center justify-between gap-3">
              <span className="min-w-0 wrap-anywhere" id={`${own}${key}`}>
                {name}
              </span>
              <NumberField
                aria-labelledby={`${own}${key}`}
                className="!w-20 shrink-0 text-end"
                value={counts[key] ?? null}
                placeholder="0"
                onChange={(count) => setCounts((was) => ({ ...was, [key]: count }))}
              />
            </li>
          ))}
        </ul>
        <Field label="Voucher code" className="max-w-60">
          <TextInput
            className="font-code"
            autoComplete="off"
            spellCheck={false}
            value={buyer.voucher}
            onChange={({ target }) => set({ voucher: target.value })}
          />
        </Field>
        <Button
          variant="quiet"
          size="sm"
          className="-ms-2.5 self-start"
          aria-expanded={more}
          onClick={() => setMore((was) => !was)}
        >
          <ChevronDown aria-hidden className={more ? "rotate-180" : ""} /> Who buys, and when
        </Button>
        {more && <BuyerFields buyer={buyer} set={set} zone={event.zone} />}
        <div aria-live="polite" className="border-t border-line pt-3">
          {basket.lines.length === 0 && (
            <p className="text-ink-2">Put something into the basket to see what it costs.</p>
          )}
          {basket.lines.length > 0 && draft === null && (
            <p className="text-ink-2">Fill in the rule to see what it does.</p>
          )}
          {basket.lines.length > 0 && draft !== null && (
            <Loaded query={query} failure="This basket has no price">
              {(quote) => <QuoteView quote={quote} locale={offer.locale} includesTax={settings.includes_tax} />}
            </Loaded>
          )}
        </div>
      </div>
    </section>
  );
}

interface BuyerProps {
  buyer: Buyer;
  set: (change: Partial<Buyer>) => void;
  zone: string;
}

function BuyerFields({ buyer, set, zone }: BuyerProps) {
  return (
    <div className="flex flex-col gap-4">
      <Field label="Where they buy">
        <Select value={buyer.channel} onChange={({ target }) => set({ channel: target.value as Channel })}>
          {channels.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Country">
        <Combobox
          options={countryOptions()}
          value={buyer.country}
          onChange={(country) => set({ country })}
          placeholder="Unknown"
        />
      </Field>
      <Checkbox
        label="A business buys"
        checked={buyer.business}
        onChange={({ target }) => set({ business: target.checked })}
      />
      {buyer.business && (
        <Field label="Its VAT id" optional>
          <TextInput
            autoComplete="off"
            spellCheck={false}
            value={buyer.vatId}
            onChange={({ target }) => set({ vatId: target.value })}
          />
        </Field>
      )}
      <Field label="When they buy" group hint="Now, when left empty.">
        <DateTime value={buyer.at} onChange={(at) => set({ at })} zone={zone} />
      </Field>
    </div>
  );
}
