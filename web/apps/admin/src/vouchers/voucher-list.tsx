import { Link } from "@tanstack/react-router";
import type { Event, Voucher } from "@tessera/client";
import { Badge, formatCount, formatInstant, formatMoney, Table, Tag, Td, Th, Thead, Tr, UseBar } from "@tessera/ui";
import { useMedia } from "../lib/media";
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

/** The vouchers with what they do and how far they are used: as a table, and as cards where that would not fit. */
export function VoucherList(props: Props) {
  return useMedia("(min-width: 768px)") ? <VoucherTable {...props} /> : <VoucherCards {...props} />;
}

function VoucherTable(props: Props) {
  const { event, offer, vouchers, refreshing } = props;
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
              <Code {...props} voucher={voucher} />
            </Td>
            <Td className="min-w-52">
              <Effect event={event} offer={offer} voucher={voucher} />
            </Td>
            <Td className="min-w-28">
              <Uses voucher={voucher} />
            </Td>
            <Td className="min-w-32">
              <Spent event={event} voucher={voucher} />
            </Td>
            <Td className="min-w-40">{voucher.valid_until ? formatInstant(voucher.valid_until, event.zone) : "–"}</Td>
            <Td>
              <OwnTag {...props} voucher={voucher} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function VoucherCards(props: Props) {
  const { event, offer, vouchers, refreshing } = props;
  return (
    <div className="relative">
      {refreshing && <div className="absolute inset-x-0 top-0 z-10 h-0.5 bg-brand motion-safe:animate-pulse" />}
      <ul aria-label="Vouchers" className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {vouchers.map((voucher) => (
          <li key={voucher.id} className="relative flex flex-col gap-2 px-4 py-(--item-pad) active:bg-surface-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 wrap-anywhere">
                <Code {...props} voucher={voucher} />
              </span>
              <OwnTag {...props} voucher={voucher} />
            </div>
            <div>
              <Effect event={event} offer={offer} voucher={voucher} />
            </div>
            <div className="grid grid-cols-2 gap-4">
              <Uses voucher={voucher} what=" uses" />
              <Spent event={event} voucher={voucher} what=" taken off" />
            </div>
            {voucher.valid_until && (
              <p className="text-sm text-ink-2">Valid until {formatInstant(voucher.valid_until, event.zone)}</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

type OneProps = Props & { voucher: Voucher };

function Code({ org, event, filter, voucher }: OneProps) {
  return (
    <>
      <Link
        to="/$org/events/$event/vouchers"
        params={{ org, event: event.slug }}
        search={{ ...filter, voucher: voucher.id }}
        resetScroll={false}
        data-row
        className="font-code font-semibold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
      >
        {voucher.code}
      </Link>
      <State voucher={voucher} />
    </>
  );
}

function Effect({ event, offer, voucher }: Pick<OneProps, "event" | "offer" | "voucher">) {
  return (
    <>
      <span className="inline-block first-letter:uppercase">
        {effectWords(voucher.effect, event.currency)}
        {voucher.shows_hidden && ", shows hidden tickets"}
        {voucher.ignores_quota && ", sells even when sold out"}
        {voucher.reserving && `, keeps ${formatCount((voucher.max_uses ?? 1) - voucher.used)} places`}
      </span>
      <span className="block text-sm text-ink-2">
        For {scopeWords(voucher.scope, offer)}
        {(voucher.min_uses ?? 1) > 1 && ` · from ${voucher.min_uses} tickets`}
      </span>
    </>
  );
}

function Uses({ voucher, what = "" }: Pick<OneProps, "voucher"> & { what?: string }) {
  return (
    <UseBar used={voucher.used} most={voucher.max_uses ?? 1}>
      {formatCount(voucher.used)} of {formatCount(voucher.max_uses ?? 1)}
      {what}
    </UseBar>
  );
}

function Spent({ event, voucher, what = "" }: Pick<OneProps, "event" | "voucher"> & { what?: string }) {
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: event.currency });
  return (
    <UseBar used={voucher.spent_minor} most={voucher.budget_minor ?? null}>
      {money(voucher.spent_minor)}
      {voucher.budget_minor ? ` of ${money(voucher.budget_minor)}` : ""}
      {what}
    </UseBar>
  );
}

function OwnTag({ org, event, filter, voucher: { tag } }: OneProps) {
  return (
    tag && (
      <Link
        to="/$org/events/$event/vouchers"
        params={{ org, event: event.slug }}
        search={{ ...filter, tag }}
        aria-label={`Only vouchers with the tag ${tag}`}
        className="relative z-10"
      >
        <Tag>{tag}</Tag>
      </Link>
    )
  );
}

function State({ voucher }: { voucher: Voucher }) {
  const expired = voucher.valid_until && Date.parse(voucher.valid_until) <= Date.now();
  const spent = voucher.budget_minor && voucher.spent_minor >= voucher.budget_minor;
  const words = expired ? "Expired" : voucher.used >= (voucher.max_uses ?? 1) ? "Used up" : spent ? "Spent" : null;
  return words && <Badge className="ms-2">{words}</Badge>;
}
