import { useQuery } from "@tanstack/react-query";
import type { Event, Product } from "@tessera/client";
import { directionOf, languageName, pickText, Select } from "@tessera/ui";
import { EyeOff } from "lucide-react";
import { useState } from "react";
import { type Control, useFormState, useWatch } from "react-hook-form";
import { holdersOf } from "../belonging";
import { anybody, askerQuery, explanationQuery } from "../explain/queries";
import { TicketIcon } from "../ticket-icon";
import { previewOf } from "./preview";
import { addOnsOf, contentsOf, type PreviewAddOn, type PreviewAddOnLine } from "./preview-add-ons";
import { type PreviewPrice, useAddOnPrices, usePreviewPrices } from "./preview-prices";
import { withStock } from "./preview-stock";
import type { TicketValues } from "./values";

interface Props {
  org: string;
  control: Control<TicketValues>;
  event: Event;
  product: Product;
  products: Product[];
}

/** The ticket as buyers will see it and what they are asked next, following what is typed. */
export function PreviewCard({ org, control, event, product, products }: Props) {
  const values = useWatch({ control }) as TicketValues;
  const stored = useFormState({ control }).defaultValues as TicketValues;
  const [chosen, setChosen] = useState(event.locales[0] ?? "en");
  const sale = useQuery(explanationQuery(org, event.slug, product.id, askerQuery(anybody, event.zone)));
  const typed = previewOf(values, event, chosen, new Date());
  const shown = withStock(typed, sale.data?.items ?? [], values, stored);
  const prices = usePreviewPrices({ org, event, product, products }, shown, chosen);
  const addOns = addOnsOf(values, event, products, chosen);
  const addOnPrices = useAddOnPrices({ org, event, product, products }, shown, addOns, chosen);
  const contents = contentsOf(values, event, products, chosen);
  const { addedTo } = holdersOf(product, products);
  const holders = addedTo.map(({ name }) => pickText(name, event.locales[0])).join(", ");
  const seenBy = values.only_added
    ? (shown.seenBy ?? (holders ? `Guests are asked for it after they chose ${holders}.` : "Nobody can buy it yet."))
    : shown.seenBy;
  return (
    <section aria-label="How buyers see it">
      <div className="flex min-h-9 items-center justify-between gap-3 pb-2">
        <h2 className="font-semibold">How buyers see it</h2>
        {event.locales.length > 1 && (
          <Select
            aria-label="Language of the preview"
            className="w-36"
            value={chosen}
            onChange={({ target }) => setChosen(target.value)}
          >
            {event.locales.map((locale) => (
              <option key={locale} value={locale}>
                {languageName(locale)}
              </option>
            ))}
          </Select>
        )}
      </div>
      <div className="rounded-card border border-line bg-surface">
        {seenBy && (
          <p className="flex items-center gap-2 border-b border-line bg-surface-2 px-4 py-2 text-sm text-ink-2">
            <EyeOff aria-hidden className="size-4 shrink-0" /> {seenBy}
          </p>
        )}
        <div lang={chosen} dir={directionOf(chosen)} className="px-4 py-3">
          <p className="font-semibold text-lg wrap-anywhere">
            <TicketIcon name={values.icon || null} className="me-2 align-[-.25em]" />
            {shown.name || "…"}
          </p>
          {contents && <p className="text-sm text-ink-2 wrap-anywhere">Contains: {contents}</p>}
          {shown.about && <p className="mt-0.5 whitespace-pre-line text-ink-2 wrap-anywhere">{shown.about}</p>}
          <ul className="divide-y divide-line">
            {shown.lines.map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are drawn anew from what is typed
              <li key={place} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <div className="min-w-0">
                  {line.name && <p className="font-semibold wrap-anywhere">{line.name}</p>}
                  <Price listed={line.price} asked={prices[place] ?? null} />
                  {line.about && <p className="text-sm text-ink-2 wrap-anywhere">{line.about}</p>}
                  {line.closed && <p className="text-sm text-ink-2">{line.closed}</p>}
                  {shown.until && !line.closed && <p className="text-sm text-ink-3">{shown.until}</p>}
                </div>
                {!line.closed && (
                  <p className="flex flex-col items-end text-sm text-ink-3">
                    <span
                      aria-hidden
                      className="flex h-9 w-14 items-center justify-center rounded-input border border-control text-base text-ink"
                    >
                      0
                    </span>
                    up to {shown.most}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </div>
        {addOns.length > 0 && <NextStep addOns={addOns} prices={addOnPrices} locale={chosen} />}
      </div>
    </section>
  );
}

/** What one costs: as the sale reckons, or as it is typed until that is known. */
function Price({ listed, asked }: { listed: string; asked: PreviewPrice | null }) {
  return (
    <>
      <p className="font-semibold tabular-nums">
        {asked?.price ?? listed}
        {asked?.before && (
          <del className="ms-2 font-normal text-ink-2">
            <span className="sr-only">before </span>
            {asked.before}
          </del>
        )}
      </p>
      {asked && asked.because.length > 0 && <p className="text-sm text-ink-2">{asked.because.join(", ")}</p>}
    </>
  );
}

interface NextStepProps {
  addOns: PreviewAddOn[];
  prices: Record<string, PreviewPrice | null>;
  locale: string;
}

/** What the page after the tickets asks for. */
function NextStep({ addOns, prices, locale }: NextStepProps) {
  const price = ({ id, price: listed }: PreviewAddOnLine) => (
    <div className="text-end">
      <Price listed={listed} asked={prices[id] ?? null} />
    </div>
  );
  return (
    <div className="border-t border-line px-4 py-3">
      <p className="text-sm text-ink-2">On the next page</p>
      <ul lang={locale} dir={directionOf(locale)} className="divide-y divide-line">
        {addOns.map(({ id, name, about, limits, lines }) => (
          <li key={id} className="py-2">
            <div className="flex flex-wrap justify-between gap-x-4">
              <p className="min-w-0 font-semibold wrap-anywhere">{name}</p>
              {lines[0] && !lines[0].name && price(lines[0])}
            </div>
            {about && <p className="whitespace-pre-line text-sm text-ink-2 wrap-anywhere">{about}</p>}
            <p className="text-sm text-ink-2">{limits}</p>
            {lines
              .filter(({ name: form }) => form)
              .map((line) => (
                <div key={line.id} className="flex flex-wrap justify-between gap-x-4">
                  <p className="min-w-0 wrap-anywhere">{line.name}</p>
                  {price(line)}
                </div>
              ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
