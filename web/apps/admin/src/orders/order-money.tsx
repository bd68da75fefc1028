import type { Order } from "@tessera/client";
import { formatInstant, formatMoment, formatMoney, Table, Td, Th, Thead, Tr } from "@tessera/ui";
import { orderTaxWords } from "./costs";
import { balanceOf, methodWord } from "./words";

const stateWords: Record<string, string> = {
  created: "Begun",
  pending: "Under way at the provider",
  confirmed: "Received",
  failed: "Declined",
  cancelled: "Given up",
};

const ledgerWords: Record<string, [string, string]> = {
  sale: ["Tickets sold", "Tickets taken back"],
  payment: ["Money received", "Money returned"],
};

/** What is in the total besides the tickets: fees, and the tax of each rate. */
function Extras({ order }: { order: Order }) {
  const { fees, taxes, total } = order;
  const taxed = taxes.flatMap((tax) => orderTaxWords(tax, total.currency) ?? []);
  if (fees.length === 0 && taxed.length === 0) return null;
  return (
    <ul aria-label="Fees and taxes" className="flex flex-col gap-1">
      {fees.map((fee) => (
        <li key={fee.fee_id} className="flex flex-wrap justify-between gap-x-4">
          <bdi>{fee.name}</bdi>
          <span className="tabular-nums">{formatMoney(fee.price)}</span>
        </li>
      ))}
      {taxed.map((words) => (
        <li key={words} className="text-ink-2">
          Incl. {words}
        </li>
      ))}
    </ul>
  );
}

/** What is owed and what came in, line by line, and every try to pay. */
export function Money({ order, zone }: { order: Order; zone: string }) {
  if (order.total.amount_minor === 0) return <p className="text-ink-2">Nothing to pay: the order is free.</p>;
  const { open } = balanceOf(order);
  return (
    <div className="flex flex-col gap-6">
      <Extras order={order} />
      <Table label="Ledger">
        <Thead>
          <Th>What</Th>
          <Th>When</Th>
          <Th align="end">Owed</Th>
          <Th align="end">Received</Th>
        </Thead>
        <tbody>
          {order.ledger.map((row) => {
            const [more, less] = ledgerWords[row.kind] ?? [row.kind, row.kind];
            const amount = formatMoney(row.amount);
            return (
              <Tr key={`${row.at} ${row.kind} ${row.amount.amount_minor}`}>
                <Td>{row.amount.amount_minor < 0 ? less : more}</Td>
                <Td className="whitespace-nowrap text-ink-2">{formatMoment(row.at, zone)}</Td>
                <Td align="end">{row.kind === "sale" && amount}</Td>
                <Td align="end">{row.kind !== "sale" && amount}</Td>
              </Tr>
            );
          })}
        </tbody>
        <tfoot className="border-t border-line bg-surface-2 font-semibold">
          <tr>
            <Td colSpan={2}>{open > 0 ? "Still to come" : open < 0 ? "To give back" : "Settled"}</Td>
            <Td colSpan={2} align="end">
              {formatMoney({ ...order.total, amount_minor: Math.abs(open) })}
            </Td>
          </tr>
        </tfoot>
      </Table>
      {order.payments.length > 0 && (
        <ul aria-label="Payments" className="flex flex-col gap-2">
          {order.payments.map((payment) => (
            <li key={payment.id} className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-semibold">{methodWord(payment.provider)}</span>
              <span className="tabular-nums">{formatMoney(payment.amount)}</span>
              <span className="text-ink-2">
                {stateWords[payment.state] ?? payment.state}
                {payment.confirmed_at && ` on ${formatInstant(payment.confirmed_at, zone)}`}
                {payment.failure && `: ${payment.failure}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
