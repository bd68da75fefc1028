import { keepPreviousData, useQueries } from "@tanstack/react-query";
import type { Event, Product, Quote } from "@tessera/client";
import { formatMoney, pickText } from "@tessera/ui";
import { wholeBasket } from "../../prices/along";
import { quoteQuery } from "../../prices/queries";
import type { Preview } from "./preview";
import type { PreviewAddOn } from "./preview-add-ons";

/** What the event page says one costs. */
export interface PreviewPrice {
  price: string;
  /** What it would cost without what makes it cheaper. */
  before: string | null;
  /** What makes it cheaper. */
  because: string[];
}

/** The price of one of a quote's lines: a bundle's is that of all its parts. */
export function priceIn(quote: Quote, free: boolean, locale: string | undefined, of = 0): PreviewPrice | null {
  const parts = quote.lines.filter(({ line }) => line === of);
  if (parts.length === 0) return null;
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + part.quantity * of(part), 0);
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: quote.currency }, { free: true });
  const [each, before] = [sum((part) => part.each.gross_minor), sum((p) => p.before_minor ?? p.each.gross_minor)];
  const names = parts.flatMap(({ steps }) => steps.map(({ name }) => pickText(name, locale))).filter(Boolean);
  return {
    price: free ? `${money(each)} or more` : money(each),
    before: before > each ? money(before) : null,
    because: [...new Set(names)],
  };
}

interface Asked {
  org: string;
  event: Event;
  product: Product;
  products: Product[];
}

/**
 * What guests pay for one of each line of the preview, at the prices typed, asked from what sells; null where the server
 * can't know it yet: for a variation that is not stored, or a ticket that goes along with others only.
 */
export function usePreviewPrices(
  { org, event, product, products }: Asked,
  { lines, free }: Preview,
  locale: string | undefined,
): (PreviewPrice | null)[] {
  return useQueries({
    queries: lines.map(({ variation, minor }) => {
      const item = { product: product.id, ...(variation && { variation }) };
      const asked = {
        lines: wholeBasket([{ ...item, quantity: 1 }], products),
        draft_prices: [{ ...item, price_minor: minor }],
      };
      return {
        ...quoteQuery(org, event.slug, asked),
        enabled: product.sold_alone && variation !== "" && (variation !== null || product.variations.length === 0),
        retry: false,
        placeholderData: keepPreviousData,
      };
    }),
    combine: (answers) => answers.map(({ data, error }) => (data && !error ? priceIn(data, free, locale) : null)),
  });
}

/**
 * What guests pay for one of each add-on beside one ticket at the price typed, by the add-on's or its variation's id. An
 * add-on that the ticket has not got stored is asked for as it is sold alone; what the server can't know is left out.
 */
export function useAddOnPrices(
  { org, event, product, products }: Asked,
  { lines: tickets }: Preview,
  addOns: PreviewAddOn[],
  locale: string | undefined,
): Record<string, PreviewPrice | null> {
  const ticket = tickets.find(({ variation }) => variation !== "");
  const item = { product: product.id, ...(ticket?.variation && { variation: ticket.variation }) };
  const known = ticket !== undefined && (ticket.variation !== null || product.variations.length === 0);
  const asked = addOns.flatMap(({ lines }) => lines).filter(({ included }) => !included);
  return useQueries({
    queries: asked.map((line) => {
      const stored = product.add_ons.find(({ product_id }) => product_id === line.product);
      const addOn = { product: line.product, ...(line.variation && { variation: line.variation }) };
      const basket = {
        lines: wholeBasket(
          [item, addOn].map((one) => ({ ...one, quantity: 1 })),
          products,
        ),
        ...(ticket && { draft_prices: [{ ...item, price_minor: ticket.minor }] }),
      };
      return {
        ...quoteQuery(org, event.slug, basket),
        enabled: product.sold_alone && known && stored?.included !== true,
        retry: false,
        placeholderData: keepPreviousData,
      };
    }),
    combine: (answers) =>
      Object.fromEntries(
        asked.map(({ id, free }, place) => {
          const { data, error } = answers[place] ?? {};
          return [id, data && !error ? priceIn(data, free, locale, 1) : null];
        }),
      ),
  });
}
