import type { Order } from "@tessera/client";
import { formatMoney, formatPercent } from "@tessera/ui";

/** Why a ticket of an order costs what it costs, where that is not its list price: "List price €20.00, discount". */
export function priceWords(order: Pick<Order, "prices" | "voucher">, number: number): string | null {
  const price = order.prices.find((one) => one.number === number);
  if (!price || (!price.discount_id && !price.voucher_id)) return null;
  const off = price.voucher_off;
  const parts = [
    `List price ${formatMoney(price.list)}`,
    price.voucher_id &&
      `voucher${order.voucher ? ` ${order.voucher}` : ""}${off.amount_minor > 0 ? ` −${formatMoney(off)}` : ""}`,
    price.discount_id && (price.discount ? `“${price.discount}”` : "discount"),
  ];
  return parts.filter(Boolean).join(", ");
}

/** "19% tax: €19.00", or why there is none; null for what is no matter of tax. */
export function orderTaxWords(tax: Order["taxes"][number], currency: string): string | null {
  switch (tax.code) {
    case "S":
      return `${formatPercent(tax.rate)} tax: ${formatMoney({ amount_minor: tax.tax_minor, currency })}`;
    case "Z":
      return "0% tax";
    case "E":
      return "exempt from tax";
    case "AE":
      return "reverse charge: the buyer owes the tax";
    default:
      return null;
  }
}
