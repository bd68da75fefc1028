import { useQuery } from "@tanstack/react-query";
import type { Event, Product } from "@tessera/client";
import { formatMoney, wallToInstant } from "@tessera/ui";
import { wholeBasket } from "../../prices/along";
import { quoteQuery } from "../../prices/queries";
import { stepWords } from "../../prices/quote-words";
import type { Asker } from "./queries";

interface Props {
  org: string;
  event: Event;
  product: Product;
  products: Product[];
  variation: string | null;
  asker: Asker;
}

/** What one costs whoever is imagined, and why, as the sale itself reckons; nothing where it has no price alone. */
export function AskedPrice({ org, event, product, products, variation, asker }: Props) {
  const quantity = asker.quantity && Number.isInteger(asker.quantity) && asker.quantity > 0 ? asker.quantity : 1;
  const line = { product: product.id, ...(variation && { variation }), quantity };
  const basket = {
    lines: wholeBasket([line], products),
    ...(asker.channel !== "web" && { channel: asker.channel }),
    ...(asker.at && { at: wallToInstant(asker.at, event.zone) }),
    ...(asker.code.trim() && { voucher: asker.code.trim() }),
  };
  const { data, error } = useQuery({
    ...quoteQuery(org, event.slug, basket),
    enabled: product.sold_alone,
    retry: false,
  });
  const lines = data?.lines.filter((one) => one.product_id === product.id) ?? [];
  if (!data || error || lines.length === 0) return null;
  const { currency } = data;
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency });
  return (
    <ul className="mt-1 text-ink-2">
      {lines.map((one) => (
        <li key={`${one.each.gross_minor} ${one.quantity}`} className="wrap-anywhere">
          {lines.length > 1 && `${one.quantity} × `}
          <b className="font-semibold text-ink tabular-nums">{money(one.each.gross_minor)}</b>
          {one.steps.length > 0 && ` instead of ${money(one.before_minor ?? one.list_minor)}: `}
          {one.steps.map((step) => stepWords(step, currency, event.locales[0])).join(", ")}
        </li>
      ))}
    </ul>
  );
}
