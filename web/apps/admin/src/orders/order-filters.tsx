import type { Money } from "@tessera/client";
import { Button, FilterBar, formatCount, formatMoney, Menu, MenuItem, MenuLabel } from "@tessera/ui";
import { ListFilter, X } from "lucide-react";
import { useEffect, useState } from "react";
import { approvals, type OrderFilter, orderStatuses, paymentMethods, vatChecks } from "./filter";
import { type NamedTicket, readTokens } from "./tokens";
import { approvalWords, methodWord, statusWords, vatWords } from "./words";

interface Props {
  filter: OrderFilter;
  tickets: NamedTicket[];
  onChange: (filter: OrderFilter) => void;
  totals: { count: number; amount: Money } | undefined;
}

/** The search box, the menu that adds filters, and the filters as tokens that can be taken away. */
export function OrderFilters({ filter, tickets, onChange, totals }: Props) {
  const [text, setText] = useTypedSearch(filter, tickets, onChange);
  const tokens = tokensOf(filter, tickets);
  const orders = totals?.count === 1 ? "1 order" : `${formatCount(totals?.count ?? 0)} orders`;
  return (
    <div className="flex flex-col gap-3 pb-4">
      <FilterBar
        search={text}
        onSearch={setText}
        label="Search orders by code, name or email"
        placeholder="Code, name, email, or status:paid"
        summary={totals && `${orders} · ${formatMoney(totals.amount)}`}
      >
        <FilterMenu tickets={tickets} onAdd={(more) => onChange({ ...filter, ...more })} />
      </FilterBar>
      {tokens.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap items-center gap-2">
          {tokens.map(({ key, label, value }) => (
            <li key={key}>
              <button
                type="button"
                onClick={() => onChange({ ...filter, [key]: undefined })}
                className="flex h-8 max-w-full items-center gap-1.5 rounded-full border border-brand bg-brand-soft px-3 text-sm text-ink hover:border-ink-3"
              >
                <span className="text-ink-2">{label}</span>
                <span className="truncate font-semibold">{value}</span>
                <X aria-hidden className="size-3.5 shrink-0" />
                <span className="sr-only">Remove this filter</span>
              </button>
            </li>
          ))}
          {tokens.length > 1 && (
            <li>
              <Button variant="quiet" size="sm" onClick={() => onChange(filter.q ? { q: filter.q } : {})}>
                Clear filters
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** What stands in the box: it goes into the address a moment after the last key, tokens taken out. */
function useTypedSearch(filter: OrderFilter, tickets: NamedTicket[], onChange: (filter: OrderFilter) => void) {
  const inAddress = filter.q ?? "";
  const [text, setText] = useState(inAddress);
  const [sent, setSent] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  if (seen !== inAddress) {
    setSeen(inAddress);
    if (inAddress !== sent) {
      // Not our own doing: the back button, or a filter that was cleared.
      setSent(inAddress);
      setText(inAddress);
    }
  }
  useEffect(() => {
    if (text.trim() === sent) return;
    const timer = setTimeout(() => {
      const { filter: typed, rest } = readTokens(text, tickets);
      setText(rest);
      setSent(rest.trim());
      onChange({ ...filter, ...typed, q: rest.trim() || undefined });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, sent, filter, tickets, onChange]);
  return [text, setText] as const;
}

function tokensOf({ status, approval, product, payment_method, vat_check, test }: OrderFilter, tickets: NamedTicket[]) {
  const ticket = product && (tickets.find(({ id }) => id === product)?.name ?? "unknown");
  return [
    { key: "status" as const, label: "Status", value: status && statusWords[status].label },
    { key: "approval" as const, label: "Approval", value: approval && approvalWords[approval].label },
    { key: "product" as const, label: "Ticket", value: ticket },
    { key: "payment_method" as const, label: "Payment", value: payment_method && methodWord(payment_method) },
    { key: "vat_check" as const, label: "VAT id", value: vat_check && vatWords[vat_check] },
    { key: "test" as const, label: "Only", value: test && "Test orders" },
  ].filter(({ value }) => value);
}

function FilterMenu({ tickets, onAdd }: { tickets: NamedTicket[]; onAdd: (filter: OrderFilter) => void }) {
  return (
    <Menu
      trigger={
        <Button className="pointer-coarse:h-11">
          <ListFilter aria-hidden /> Filter
        </Button>
      }
    >
      <MenuLabel>Status</MenuLabel>
      {orderStatuses.map((status) => (
        <MenuItem key={status} onSelect={() => onAdd({ status })}>
          {statusWords[status].label}
        </MenuItem>
      ))}
      <MenuLabel>Approval</MenuLabel>
      {approvals.map((approval) => (
        <MenuItem key={approval} onSelect={() => onAdd({ approval })}>
          {approvalWords[approval].label}
        </MenuItem>
      ))}
      <MenuLabel>Payment</MenuLabel>
      {paymentMethods.map((method) => (
        <MenuItem key={method} onSelect={() => onAdd({ payment_method: method })}>
          {methodWord(method)}
        </MenuItem>
      ))}
      <MenuLabel>VAT id of the buyer</MenuLabel>
      {vatChecks.map((check) => (
        <MenuItem key={check} onSelect={() => onAdd({ vat_check: check })}>
          {vatWords[check]}
        </MenuItem>
      ))}
      <MenuLabel>Test mode</MenuLabel>
      <MenuItem onSelect={() => onAdd({ test: true })}>Test orders</MenuItem>
      {tickets.length > 1 && <MenuLabel>Ticket</MenuLabel>}
      {tickets.length > 1 &&
        tickets.map(({ id, name }) => (
          <MenuItem key={id} onSelect={() => onAdd({ product: id })}>
            {name}
          </MenuItem>
        ))}
    </Menu>
  );
}
