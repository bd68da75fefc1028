import { Link } from "@tanstack/react-router";
import type { Event, Voucher } from "@tessera/client";
import { Badge, formatCount, formatInstant, formatMoney, Table, Tag, Td, Th, Thead, Tr, UseBar } from "@tessera/ui";
import { effectWords } from "../prices/effect";
import { type Offer, scopeWords } from "../prices/scope";
import type { VoucherFilter } from "./filter";

interface Props {
  org: string;
  event: Event;
  offer: Offer;
  vouchers: Voucher[];
  filter: VoucherFilter;
  refreshing: boolean;
}

/** The vouchers with what they do and how far they are used. */
export function VoucherList({ org, event, offer, vouchers, filter, refreshing }: Props) {
  const params = { org, event: event.slug };
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency });
  return (
    <Table label="Vouchers" refreshing={refreshing}>
      <Thead>
        <Th>Code</Th>
        <Th>What it does</Th>
        <Th>Uses</Th>
        <Th>Taken off</Th>
        <Th>Valid until</Th>
        <Th>Tag</Th>
      </Thead>
      <tbody>
        {vouchers.map((voucher) => (
          <Tr key={voucher.id}>
            <Td>
              <Link
                to="/$org/events/$event/vouchers"
                params={params}
                search={{ ...filter, voucher: voucher.id }}
                resetScroll={false}
                data-row
                className="font-code font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
              >
                {voucher.code}
              </Link>
              <State voucher={voucher} />
            </Td>
            <Td className="min-w-52">
              <span className="first-letter:uppercase inline-block">
                {effectWords(voucher.effect, event.currency)}
                {voucher.shows_hidden && ", shows hidden tickets"}
                {voucher.reserving && `, keeps ${formatCount((voucher.max_uses ?? 1) - voucher.used)} places`}
              </span>
              <span className="block text-sm text-ink-2">
                {scopeWords(voucher.scope, offer)}
                {(voucher.min_uses ?? 1) > 1 && ` · from ${voucher.min_uses} tickets`}
              </span>
            </Td>
            <Td className="min-w-28">
              <UseBar used={voucher.used} most={voucher.max_uses ?? 1}>
                {formatCount(voucher.used)} of {formatCount(voucher.max_uses ?? 1)}
              </UseBar>
            </Td>
            <Td className="min-w-32">
              <UseBar used={voucher.spent_minor} most={voucher.budget_minor ?? null}>
                {money(voucher.spent_minor)}
                {voucher.budget_minor ? ` of ${money(voucher.budget_minor)}` : ""}
              </UseBar>
            </Td>
            <Td className="min-w-40">{voucher.valid_until ? formatInstant(voucher.valid_until, event.zone) : "–"}</Td>
            <Td>
              {voucher.tag && (
                <Link
                  to="/$org/events/$event/vouchers"
                  params={params}
                  search={{ ...filter, tag: voucher.tag }}
                  aria-label={`Only vouchers with the tag ${voucher.tag}`}
                  className="relative z-10"
                >
                  <Tag>{voucher.tag}</Tag>
                </Link>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ voucher }: { voucher: Voucher }) {
  const expired = voucher.valid_until && Date.parse(voucher.valid_until) <= Date.now();
  const spent = voucher.budget_minor && voucher.spent_minor >= voucher.budget_minor;
  const words = expired ? "Expired" : voucher.used >= (voucher.max_uses ?? 1) ? "Used up" : spent ? "Spent" : null;
  return words && <Badge className="ms-2">{words}</Badge>;
}
