import type { Quote } from "@tessera/client";
import { cn, formatMoney, pickText } from "@tessera/ui";
import { CircleCheck, CircleSlash } from "lucide-react";
import { outcomeWords, stepWords, taxWords } from "./quote-words";

interface Props {
  quote: Quote;
  locale: string | undefined;
  includesTax: boolean;
}

/** A basket line by line: what it costs, what changed the price, taxes and fees, and what is paid in the end. */
export function QuoteView({ quote, locale, includesTax }: Props) {
  const { currency } = quote;
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency });
  const voucher = quote.voucher && outcomeWords(quote.voucher, currency);
  return (
    <div className="flex flex-col gap-3">
      {voucher && (
        <p className={cn("flex items-start gap-2", voucher[1] ? "text-success" : "text-ink-2")}>
          {voucher[1] ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          ) : (
            <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0" />
          )}
          <span>{voucher[0]}</span>
        </p>
      )}
      <table className="w-full border-collapse">
        <caption className="sr-only">What this basket costs</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other name, and are drawn anew
            <tr key={place} className="border-b border-line align-top">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                <span className="tabular-nums">{line.quantity} × </span>
                <span className="font-semibold wrap-anywhere">{pickText(line.name, locale)}</span>
                {(line.steps.length > 0 || line.quantity > 1) && (
                  <span className="block text-sm text-ink-2">List price {money(line.list_minor)} each</span>
                )}
                {line.steps.map((step) => (
                  <span key={`${step.kind}${step.price_minor}`} className="block text-sm text-ink-2 wrap-anywhere">
                    {stepWords(step, currency, locale)} → {money(step.price_minor)}
                  </span>
                ))}
              </th>
              <td className="py-1.5 text-end tabular-nums">
                {money((includesTax ? line.each.gross_minor : line.each.net_minor) * line.quantity)}
              </td>
            </tr>
          ))}
          {quote.fees.map((fee) => (
            <tr key={fee.id} className="border-b border-line align-top">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal wrap-anywhere">
                {pickText(fee.name, locale)}
                {fee.count > 1 && <span className="block text-sm text-ink-2">for {fee.count} tickets</span>}
              </th>
              <td className="py-1.5 text-end tabular-nums">{money(includesTax ? fee.gross_minor : fee.net_minor)}</td>
            </tr>
          ))}
          {!includesTax &&
            quote.taxes
              .filter(({ tax_minor }) => tax_minor !== 0)
              .map((tax) => (
                <tr key={`${tax.code}${tax.rate}`} className="border-b border-line">
                  <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                    {taxWords(tax, currency)}
                  </th>
                  <td className="py-1.5 text-end tabular-nums">{money(tax.tax_minor)}</td>
                </tr>
              ))}
        </tbody>
        <tfoot>
          <tr className="align-top">
            <th scope="row" className="py-2 text-start font-semibold">
              The buyer pays
              {includesTax &&
                quote.taxes
                  .filter(({ gross_minor }) => gross_minor !== 0)
                  .map((tax) => (
                    <span key={`${tax.code}${tax.rate}`} className="block font-normal text-sm text-ink-2">
                      {tax.code === "S" ? `incl. ${taxWords(tax, currency)}` : taxWords(tax, currency)}
                    </span>
                  ))}
            </th>
            <td className="py-2 text-end font-semibold tabular-nums">{money(quote.total_minor)}</td>
          </tr>
        </tfoot>
      </table>
      {quote.absorbed_fees.length > 0 && (
        <p className="text-sm text-ink-2">
          You bear{" "}
          {quote.absorbed_fees.map((fee) => `${pickText(fee.name, locale)} ${money(fee.gross_minor)}`).join(", ")}.
        </p>
      )}
      {quote.unchecked_vat_id && (
        <p className="text-sm text-ink-2">The VAT id decides about the tax here. Nobody has checked it yet.</p>
      )}
    </div>
  );
}
