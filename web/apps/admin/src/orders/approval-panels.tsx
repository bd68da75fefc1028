import { api } from "@tessera/client";
import { Button, Field, formatMoney, TextInput } from "@tessera/ui";
import { useState } from "react";
import { ActionPanel, orderPath, type PanelProps } from "./panels";
import { useOrderAction } from "./use-order-action";
import { approvalWords, ticketsWord } from "./words";

/** Lets an order be: a free one is done with it, any other may be paid. */
export function ApprovePanel({ org, event, order, onClose, onDone }: PanelProps) {
  const params = { path: { org, event: event.slug, code: order.code } };
  const action = useOrderAction({
    org,
    event: event.slug,
    code: order.code,
    run: (_: object, idempotencyKey) => api.POST(`${orderPath}/approve`, { params, idempotencyKey }),
    onDone: () => onDone(`Order ${order.code} is approved`),
  });
  const free = order.total.amount_minor === 0;
  const days = event.payment_days === 1 ? "1 day" : `${event.payment_days} days`;
  return (
    <ActionPanel
      order={order}
      onClose={onClose}
      title={`Approve ${order.code}`}
      from={["pending"]}
      action={action}
      onSubmit={() => action.mutate({})}
      changes={[
        { label: "Status", before: approvalWords.asked.label, after: free ? "Paid" : "Awaiting payment" },
        {
          label: "Tickets",
          before: "None yet",
          after: free ? `${ticketsWord(order.tickets)}, valid at the door` : "As soon as it is paid",
        },
        { label: "Places", before: "Held", after: free ? "Sold" : `Held for ${days}` },
        {
          label: "Mail",
          before: "–",
          after: free ? `Tickets go to ${order.email}` : `${order.email} is asked to pay ${formatMoney(order.total)}`,
        },
      ]}
      button={
        <Button type="submit" form="order-action" variant="primary" busy={action.isPending}>
          Approve order
        </Button>
      }
    />
  );
}

/** Turns an order down; its buyer reads why. */
export function DenyPanel({ org, event, order, onClose, onDone }: PanelProps) {
  const [reason, setReason] = useState("");
  const params = { path: { org, event: event.slug, code: order.code } };
  const action = useOrderAction({
    org,
    event: event.slug,
    code: order.code,
    run: (body: { reason: string }, idempotencyKey) => api.POST(`${orderPath}/deny`, { params, body, idempotencyKey }),
    onDone: () => onDone(`Order ${order.code} is denied`),
  });
  return (
    <ActionPanel
      order={order}
      onClose={onClose}
      title={`Deny ${order.code}`}
      from={["pending"]}
      action={action}
      onSubmit={() => action.mutate({ reason: reason.trim() })}
      changes={[
        { label: "Status", before: approvalWords.asked.label, after: approvalWords.denied.label },
        { label: "Places", before: "Held", after: "Back on sale" },
        { label: "Mail", before: "–", after: `${order.email} is told` },
      ]}
      button={
        <Button type="submit" form="order-action" variant="danger" busy={action.isPending}>
          Deny order
        </Button>
      }
    >
      <Field label="Reason" name="reason" optional hint="The buyer reads it in the mail.">
        <TextInput
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={500}
          autoComplete="off"
        />
      </Field>
      <p className="text-ink-2">This cannot be undone. The buyer can order again.</p>
    </ActionPanel>
  );
}
