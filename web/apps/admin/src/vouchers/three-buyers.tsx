import { useQuery } from "@tanstack/react-query";
import type { DraftVoucher, Event } from "@tessera/client";
import { formatMoney } from "@tessera/ui";
import { Loaded } from "../app/loaded";
import { quoteQuery } from "../prices/queries";
import { outcomeWords } from "../prices/quote-words";
import type { Offer } from "../prices/scope";
import { type Buyer, threeBuyers } from "./buyers";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  /** The voucher as it stands in the form; null while something in it can't be. */
  draft: DraftVoucher | null;
}

/** What three buyers would pay with the voucher as it stands in the form, as the sale itself reckons. */
export function ThreeBuyers({ org, event, offer, draft }: Props) {
  const buyers = draft ? threeBuyers(draft.terms, offer.products, offer.locale) : [];
  return (
    <section aria-label="What three buyers would pay" className="rounded-card bg-surface-2 px-4 py-3">
      <h3 className="font-semibold">What three buyers would pay</h3>
      {draft && buyers.length === 0 && (
        <p className="mt-1 text-ink-2">There is no ticket that this voucher is good for.</p>
      )}
      {!draft && <p className="mt-1 text-ink-2">Fill in the form to see it.</p>}
      {draft && (
        <ul className="mt-2 flex flex-col gap-3 empty:hidden">
          {buyers.map((buyer) => (
            <Paying key={buyer.title} org={org} event={event} draft={draft} buyer={buyer} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Paying({ org, event, draft, buyer }: { org: string; event: Event; draft: DraftVoucher; buyer: Buyer }) {
  const { lines } = buyer;
  // The terms are part of the question, so that every change of the form asks again.
  const query = useQuery(quoteQuery(org, event.slug, { lines, draft_voucher: draft }));
  const list = useQuery(quoteQuery(org, event.slug, { lines }));
  return (
    <li>
      <p className="wrap-anywhere">{buyer.title}</p>
      <Loaded query={query} failure="This basket has no price" skeleton="h-6">
        {(quote) => {
          const money = (amount_minor: number) => formatMoney({ amount_minor, currency: quote.currency });
          const [words] = quote.voucher ? outcomeWords(quote.voucher, quote.currency) : [""];
          const before = list.data?.total_minor;
          return (
            <div>
              <p className="tabular-nums">
                {before !== undefined && before !== quote.total_minor && (
                  <s className="me-2 text-ink-3">
                    <span className="sr-only">instead of </span>
                    {money(before)}
                  </s>
                )}
                <b className="font-semibold">{money(quote.total_minor)}</b>
              </p>
              <p className="text-sm text-ink-2">{words}</p>
            </div>
          );
        }}
      </Loaded>
    </li>
  );
}
