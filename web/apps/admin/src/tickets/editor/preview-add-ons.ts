import type { Event, Product } from "@tessera/client";
import { formatMoney, pickText } from "@tessera/ui";
import type { TicketValues } from "./values";

export interface PreviewAddOn {
  id: string;
  name: string;
  about: string;
  limits: string;
  /** Several where it has variations. */
  lines: PreviewAddOnLine[];
}

export interface PreviewAddOnLine {
  id: string;
  name: string;
  /** What it costs by the list. */
  price: string;
  product: string;
  variation: string | null;
  /** Nothing is paid for it besides the ticket. */
  included: boolean;
  /** Buyers set the price. */
  free: boolean;
}

function limits(min: number, max: number): string {
  if (min === 0) return `Up to ${max}, if you like`;
  if (min === max) return min === 1 ? "One belongs to it" : `${max} belong to it`;
  return `At least ${min}, at most ${max}`;
}

/** Guests only read of what they may see. */
const isShown = (product: Product | undefined): product is Product =>
  product?.visibility === "public" && product.channels.includes("web");

/** What the event page says that a bundle contains, in one language; nothing if guests do not see all of it. */
export function contentsOf(
  values: TicketValues,
  event: Event,
  products: Product[],
  locale: string | undefined,
): string {
  const text = (value: Product["name"]) => pickText(value, locale, event.locales[0]);
  const names = values.bundle.map(({ product_id, variation_id, count }) => {
    const product = products.find(({ id }) => id === product_id);
    if (!isShown(product)) return null;
    const form = product.variations.find(({ id }) => id === variation_id);
    return `${count} × ${[product.name, ...(form ? [form.name] : [])].map(text).join(" · ")}`;
  });
  return names.includes(null) ? "" : names.join(", ");
}

/** What the event page asks for next to somebody who chose one of the ticket, in one language. */
export function addOnsOf(
  values: TicketValues,
  event: Event,
  products: Product[],
  locale: string | undefined,
): PreviewAddOn[] {
  const text = (value: Product["name"]) => pickText(value, locale, event.locales[0]);
  return values.add_ons.flatMap(({ product_id, min, max, included }) => {
    const product = products.find(({ id }) => id === product_id);
    if (!isShown(product)) return [];
    const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency }, { free: true });
    const line = (id: string, name: string, { amount_minor }: Product["price"], variation: string | null) => ({
      id,
      name,
      price: included ? "Included" : `${money(amount_minor)}${product.free_price ? " or more" : ""}`,
      product: product.id,
      variation,
      included,
      free: product.free_price,
    });
    const forms = product.variations.filter(({ active }) => active);
    return [
      {
        id: product.id,
        name: text(product.name),
        about: text(product.description),
        limits: limits(Number(min) || 0, Number(max) || 1),
        lines:
          forms.length > 0
            ? forms.map((form) => line(form.id, text(form.name), form.price, form.id))
            : [line(product.id, "", product.price, null)],
      },
    ];
  });
}
