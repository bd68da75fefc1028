import type { Availability, Explanation } from "@tessera/client";
import type { Preview } from "./preview";
import type { TicketValues } from "./values";

const inCarts =
  "All remaining tickets are in other people’s carts. Look again in a few minutes: those not bought come back.";

/** What the event page says in place of a number where there is nothing to buy. */
const gone: Partial<Record<Availability["state"], string>> = {
  sold_out: "Sold out",
  held: inCarts,
  reserved: inCarts,
  no_quota: "Not on sale",
};

/** All that the form says about how many there are, as one text. */
function placesOf({ counting, amount, blocked, shared, variations }: TicketValues, variation: string | null): string {
  const own = variations.find(({ known }) => known === variation);
  return JSON.stringify([counting, amount, blocked, shared, own?.places]);
}

/**
 * The same preview with what the sale says of what is left. Where other places are typed than those that are stored, the
 * sale can't know yet, and the preview stays as it was.
 */
export function withStock(preview: Preview, items: Explanation[], values: TicketValues, stored: TicketValues): Preview {
  const told = (variation: string | null) => {
    const item = items.find(({ variation_id }) => (variation_id ?? null) === variation);
    const same = placesOf(values, variation) === placesOf(stored, variation);
    return (item && same && gone[item.availability.state]) || null;
  };
  return { ...preview, lines: preview.lines.map((line) => ({ ...line, closed: line.closed ?? told(line.variation) })) };
}
