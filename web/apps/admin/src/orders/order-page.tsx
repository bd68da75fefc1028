import { Link, useNavigate } from "@tanstack/react-router";
import type { Event, Order } from "@tessera/client";
import {
  Alert,
  Button,
  buttonClass,
  CopyButton,
  formatInstant,
  formatMoney,
  languageName,
  linkClass,
  Menu,
  MenuItem,
  pickText,
} from "@tessera/ui";
import { Ban, Banknote, Check, ChevronLeft, Ellipsis, ExternalLink, Send, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Page, Section } from "../app/page";
import { useCan, usePermissions } from "../app/permissions";
import { countryName } from "../taxes/countries";
import { ApprovePanel, DenyPanel } from "./approval-panels";
import { DeleteTestOrder } from "./delete-test";
import { Money } from "./order-money";
import { Positions } from "./order-positions";
import { CancelPanel, MarkPaidPanel, ResendPanel } from "./panels";
import { OrderStatusBadge } from "./status-badge";
import { storyOf } from "./story";
import { balanceOf, isAsked, methodWord, statusSentence, vatWords } from "./words";

export type Panel = "approve" | "deny" | "pay" | "cancel" | "resend" | "delete";

interface Props {
  org: string;
  event: Event;
  order: Order;
  panel: Panel | undefined;
}

/** An order with everything about it, and the one thing to do next in front. */
export function OrderPage({ org, event, order, panel }: Props) {
  const navigate = useNavigate();
  const params = { org, event: event.slug, code: order.code };
  const open = (next?: Panel) =>
    void navigate({
      to: "/$org/events/$event/orders/$code",
      params,
      search: next ? { panel: next } : {},
      resetScroll: false,
    });
  const [done, setDone] = useState("");
  const can = usePermissions();
  const { open: due } = balanceOf(order);
  const onDone = (text: string) => {
    setDone(text);
    open();
  };
  const common = { org, event, order, onClose: () => open(), onDone };
  const payable = !isAsked(order) && (order.status === "pending" || order.status === "expired");
  const endable = order.status === "pending" || order.status === "paid";
  return (
    <Page
      title={`Order ${order.code}`}
      back={
        <Link
          to="/$org/events/$event/orders"
          params={{ org, event: event.slug }}
          search={order.test ? { test: true } : {}}
        >
          <ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" /> All orders
        </Link>
      }
      documentTitle={`${order.code} ${order.name} · ${pickText(event.name, event.locales[0])}`}
      badge={<OrderStatusBadge order={order} />}
      subtitle={
        <>
          <p className="max-w-[68ch]">{statusSentence(order, event.zone)}</p>
          <p role="status" className="flex items-center gap-1.5 text-success">
            {done && (
              <>
                <Check aria-hidden className="size-4 shrink-0" /> {done}
              </>
            )}
          </p>
        </>
      }
      actions={
        <Actions
          payable={payable}
          endable={endable}
          order={order}
          onOpen={(next) => {
            setDone("");
            open(next);
          }}
        />
      }
    >
      {order.test && (
        <Alert tone="info" title="This is a test order" className="mb-6">
          It counts nowhere, no money moved, and its tickets are good in test mode only.
        </Alert>
      )}
      {order.status === "cancelled" && due < 0 && !order.test && (
        <Alert
          tone="warning"
          title={`${formatMoney({ ...order.total, amount_minor: -due })} has to go back to the buyer`}
          className="mb-6"
        >
          It was paid before the order was cancelled. Return it the way it came in.
        </Alert>
      )}
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="min-w-0">
          <Section title={order.tickets === 1 ? "Ticket" : `${order.tickets} tickets`}>
            <Positions org={org} event={event.slug} order={order} zone={event.zone} />
          </Section>
          <Section title="Money">
            <Money order={order} zone={event.zone} />
          </Section>
          <Section title="History" hint={`Times are in ${event.zone.replaceAll("_", " ")}.`}>
            <Story org={org} order={order} zone={event.zone} />
          </Section>
        </div>
        <aside aria-label="Buyer" className="max-lg:order-first">
          <Buyer order={order} zone={event.zone} />
        </aside>
      </div>
      {panel === "approve" && can("orders.approve") && <ApprovePanel {...common} />}
      {panel === "deny" && can("orders.approve") && <DenyPanel {...common} />}
      {panel === "pay" && can("orders.mark_paid") && <MarkPaidPanel {...common} />}
      {panel === "cancel" && can("orders.cancel") && <CancelPanel {...common} />}
      {panel === "delete" && order.test && can("orders.cancel") && (
        <DeleteTestOrder org={org} event={event.slug} order={order} onClose={() => open()} />
      )}
      {panel === "resend" && can("orders.edit") && <ResendPanel {...common} />}
    </Page>
  );
}

interface ActionsProps {
  order: Order;
  payable: boolean;
  endable: boolean;
  onOpen: (panel: Panel) => void;
}

function Actions({ order, payable, endable, onOpen }: ActionsProps) {
  const can = usePermissions();
  return (
    <>
      {isAsked(order) && can("orders.approve") && (
        <>
          <Button onClick={() => onOpen("deny")}>
            <X aria-hidden /> Deny
          </Button>
          <Button variant="primary" onClick={() => onOpen("approve")}>
            <Check aria-hidden /> Approve
          </Button>
        </>
      )}
      {payable && can("orders.mark_paid") && (
        <Button variant="primary" onClick={() => onOpen("pay")}>
          <Banknote aria-hidden /> Mark as paid
        </Button>
      )}
      {endable && can("orders.edit") && (
        <Button onClick={() => onOpen("resend")}>
          <Send aria-hidden /> {order.status === "paid" ? "Send tickets again" : "Send again"}
        </Button>
      )}
      {(endable || order.test) && can("orders.cancel") && (
        <Menu
          trigger={
            <Button variant="quiet" size="icon" aria-label="More actions">
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          {endable && (
            <MenuItem tone="danger" onSelect={() => onOpen("cancel")}>
              <Ban aria-hidden /> Cancel order
            </MenuItem>
          )}
          {order.test && (
            <MenuItem tone="danger" onSelect={() => onOpen("delete")}>
              <Trash2 aria-hidden /> Delete test order
            </MenuItem>
          )}
        </Menu>
      )}
    </>
  );
}

const channelWords: Record<Order["channel"], string> = {
  web: "On the event page",
  box_office: "At the box office",
  api: "Through the organiser",
};

/** "A business in Germany, VAT id DE129273398 (not checked yet)". */
function taxWords({ business, country, vat_id, checked }: NonNullable<Order["buyer_tax"]>): string {
  const where = `${business ? "A business" : "A private person"} in ${countryName(country)}`;
  return vat_id ? `${where}, VAT id ${vat_id} (${vatWords[checked].toLowerCase()})` : where;
}

function Buyer({ order, zone }: { order: Order; zone: string }) {
  const facts: [string, ReactNode][] = [
    [
      "Email",
      <a key="email" href={`mailto:${order.email}`} className={`${linkClass} break-all`}>
        {order.email}
      </a>,
    ],
    ["Language", languageName(order.locale, "en")],
    ["Pays by", methodWord(order.payment_method)],
    ["Came in", channelWords[order.channel]],
    ["Placed", formatInstant(order.created_at, zone)],
    ...(order.voucher ? [["Voucher", order.voucher] as [string, ReactNode]] : []),
    ...(order.buyer_tax ? [["For tax", taxWords(order.buyer_tax)] as [string, ReactNode]] : []),
  ];
  return (
    <div className="rounded-card border border-line bg-surface p-4">
      <h2 className="text-sm text-ink-2">Buyer</h2>
      <p className="text-lg font-semibold break-words">
        <bdi>{order.name}</bdi>
      </p>
      <dl className="mt-3 flex flex-col gap-2.5">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-sm text-ink-2">{label}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
      {order.secret_url && (
        <>
          <div className="mt-4 flex flex-wrap gap-2 border-t border-line pt-4">
            <a href={order.secret_url} className={buttonClass({ size: "sm" })}>
              <ExternalLink aria-hidden /> Buyer's page
            </a>
            <CopyButton text={order.secret_url} label="Copy link" />
          </div>
          <p className="mt-2 text-sm text-ink-3">Whoever has this link can see the tickets.</p>
        </>
      )}
    </div>
  );
}

function Story({ org, order, zone }: { org: string; order: Order; zone: string }) {
  const seesMails = useCan("mails.view");
  return (
    <ol className="flex flex-col gap-4 border-s border-line ps-5">
      {storyOf(order).map(({ at, title, detail, by, mail }) => (
        <li key={`${at} ${title} ${detail}`} className="relative">
          <span
            aria-hidden
            className="absolute -start-[1.45rem] top-2 size-2 rounded-full border-2 border-control bg-surface"
          />
          <p className="font-semibold break-words">
            {mail && seesMails ? (
              <Link to="/$org/mailbox" params={{ org }} search={{ mail }} className="hover:underline">
                {title}
              </Link>
            ) : (
              title
            )}
          </p>
          {detail && (
            <p className="text-ink-2 break-words">
              <bdi>{detail}</bdi>
            </p>
          )}
          <p className="text-sm text-ink-3">
            <time dateTime={at}>{formatInstant(at, zone)}</time>
            {by && ` · ${by}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
