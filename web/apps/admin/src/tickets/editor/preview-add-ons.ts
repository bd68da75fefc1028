import type { Event, Product } from "@tessera/client";
import { formatMoney, pickText } from "@tessera/ui";
import type { TicketValues } from "./values";

export interface PreviewAddOn {
  id: string;
  name: string;
  about: string;
  limits: string;
  /** Several where it has variations. */
  lines: { id: string; name: string; price: string }[];
}

function limits(min: number, max: number): string {
  if (min === 0) return `Up to ${max}, if you like`;
  if (min === max) return min === 1 ? "One belongs to it" : `${max} belong to it`;
  return `At least ${min}, at most ${max}`;
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
    // Guests are only asked for what they may see.
    if (product?.visibility !== "public" || !product.channels.includes("web")) return [];
    const price = ({ amount_minor }: Product["price"]) =>
      included ? "Included" : formatMoney({ amount_minor, currency: event.currency }, { free: true });
    const forms = product.variations.filter(({ active }) => active);
    const one = { id: product.id, name: "", price: price(product.price) };
    return [
      {
        id: product.id,
        name: text(product.name),
        about: text(product.description),
        limits: limits(Number(min) || 0, Number(max) || 1),
        lines:
          forms.length > 0
            ? forms.map((form) => ({ id: form.id, name: text(form.name), price: price(form.price) }))
            : [one],
      },
    ];
  });
}
