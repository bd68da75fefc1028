import { useQuery } from "@tanstack/react-query";
import type { Event, Voucher } from "@tessera/client";
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
  voucher: Voucher;
}

/** What three buyers would pay with the voucher right now, as the sale itself reckons. */
export function ThreeBuyers({ org, event, offer, voucher }: Props) {
  const buyers = threeBuyers(voucher, offer.products, offer.locale);
  return (
    <section aria-label="What three buyers would pay" className="rounded-card bg-surface-2 px-4 py-3">
      <h3 className="font-semibold">What three buyers would pay</h3>
      {buyers.length === 0 ? (
        <p className="mt-1 text-ink-2">There is no ticket that this voucher is good for.</p>
      ) : (
        <ul className="mt-2 flex flex-col gap-3">
          {buyers.map((buyer) => (
            <Paying key={buyer.title} org={org} event={event} voucher={voucher} buyer={buyer} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Paying({ org, event, voucher, buyer }: Omit<Props, "offer"> & { buyer: Buyer }) {
  const { lines } = buyer;
  // The terms are part of the question, so that an edited voucher is asked about again.
  const query = useQuery(quoteQuery(org, event.slug, { lines, voucher: voucher.code }));
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
