import type { UseMutationResult } from "@tanstack/react-query";
import { ApiProblem, api, type Event, type Order, type OrderStatus } from "@tessera/client";
import { Alert, Button, Checkbox, Drawer, Field, formatMoney, TextInput } from "@tessera/ui";
import { type ReactNode, useState } from "react";
import { ProblemAlert } from "../app/problem-alert";
import { breakable, type Change, Changes } from "./changes";
import { explainRefusal, standing } from "./refusal";
import { useOrderAction } from "./use-order-action";
import { balanceOf, isAsked, statusWords, ticketsWord } from "./words";

export interface PanelProps {
  org: string;
  event: Event;
  order: Order;
  onClose: () => void;
  /** Closes, and says what was done. */
  onDone: (done: string) => void;
}

export const orderPath = "/api/v1/organisations/{org}/events/{event}/orders/{code}" as const;

interface FrameProps extends Pick<PanelProps, "order" | "onClose"> {
  title: string;
  /** The states in which an order can be acted on like this. */
  from: OrderStatus[];
  changes: Change[];
  action: Pick<UseMutationResult, "error" | "isIdle" | "isError">;
  children?: ReactNode;
  button: ReactNode;
  onSubmit: () => void;
}

/** What every action shares: what changes, its particulars, and why it was refused or is no longer possible. */
export function ActionPanel(props: FrameProps) {
  const { order, onClose, title, from, changes, action, children, button, onSubmit } = props;
  const { error } = action;
  const possible = from.includes(order.status) || !(action.isIdle || action.isError);
  const refusal = error instanceof ApiProblem ? explainRefusal(error, order.status) : null;
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{possible ? "Keep as it is" : "Close"}</Button>
          {possible && button}
        </>
      }
    >
      <form
        id="order-action"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        className="flex flex-col gap-5"
      >
        {refusal && (
          <ProblemAlert error={error} title={refusal.title}>
            {refusal.text}
          </ProblemAlert>
        )}
        {!possible && !refusal && <Alert tone="info" title={standing[order.status]} />}
        {possible && <Changes changes={changes} />}
        {possible && children}
      </form>
    </Drawer>
  );
}

export function MarkPaidPanel({ org, event, order, onClose, onDone }: PanelProps) {
  const [note, setNote] = useState("");
  const params = { path: { org, event: event.slug, code: order.code } };
  const action = useOrderAction({
    org,
    event: event.slug,
    code: order.code,
    run: (input: { note: string }, idempotencyKey) =>
      api.POST(`${orderPath}/mark-paid`, { params, body: input, idempotencyKey }),
    onDone: () => onDone(`Order ${order.code} is paid`),
  });
  const expired = order.status === "expired";
  const total = formatMoney(order.total);
  return (
    <ActionPanel
      order={order}
      onClose={onClose}
      title={`Mark ${order.code} as paid`}
      from={["pending", "expired"]}
      action={action}
      onSubmit={() => action.mutate({ note: note.trim() })}
      changes={[
        { label: "Status", before: statusWords[order.status].label, after: "Paid" },
        { label: "Received", before: formatMoney(balanceOf(order).received), after: total },
        { label: "Tickets", before: "None yet", after: `${ticketsWord(order.tickets)}, valid at the door` },
        {
          label: "Places",
          before: expired ? "Back on sale" : "Held",
          after: expired ? "Sold, if they are still free" : "Sold",
        },
        { label: "Mail", before: "–", after: <>Tickets go to {breakable(order.email)}</> },
      ]}
      button={
        <Button type="submit" form="order-action" variant="primary" busy={action.isPending}>
          Mark {total} as paid
        </Button>
      }
    >
      <Field
        label="Note"
        name="note"
        optional
        hint="Kept in the order's history, such as the line of a bank statement."
      >
        <TextInput value={note} onChange={({ target }) => setNote(target.value)} maxLength={500} autoComplete="off" />
      </Field>
    </ActionPanel>
  );
}

export function CancelPanel({ org, event, order, onClose, onDone }: PanelProps) {
  const [reason, setReason] = useState("");
  const [mail, setMail] = useState(true);
  const params = { path: { org, event: event.slug, code: order.code } };
  const action = useOrderAction({
    org,
    event: event.slug,
    code: order.code,
    run: (body: { reason: string; send_mail: boolean }, idempotencyKey) =>
      api.POST(`${orderPath}/cancel`, { params, body, idempotencyKey }),
    onDone: () => onDone(`Order ${order.code} is cancelled`),
  });
  const { received } = balanceOf(order);
  const paid = order.status === "paid";
  const inside = order.positions.filter(({ ticket }) => ticket?.checked_in_at).length;
  return (
    <ActionPanel
      order={order}
      onClose={onClose}
      title={`Cancel ${order.code}`}
      from={["pending", "paid"]}
      action={action}
      onSubmit={() => action.mutate({ reason: reason.trim(), send_mail: mail })}
      changes={[
        { label: "Status", before: statusWords[order.status].label, after: "Cancelled" },
        {
          label: "Tickets",
          before: paid ? `${ticketsWord(order.tickets)}, valid` : "None yet",
          after: paid ? "Refused at the door" : "None",
        },
        { label: "Places", before: paid ? "Sold" : "Held", after: "Back on sale" },
        { label: "Mail", before: "–", after: mail ? <>{breakable(order.email)} is told</> : "Nobody is told" },
      ]}
      button={
        <Button type="submit" form="order-action" variant="danger" busy={action.isPending}>
          Cancel order
        </Button>
      }
    >
      {received.amount_minor > 0 && (
        <Alert tone="warning" title={`${formatMoney(received)} has to go back by hand`}>
          Cancelling does not move money. Return it the way it came in.
        </Alert>
      )}
      {inside > 0 && (
        <Alert tone="warning" title={`${inside} of ${ticketsWord(order.tickets)} already checked in`}>
          Whoever is inside stays inside; the ticket does not work a second time.
        </Alert>
      )}
      <Field label="Reason" name="reason" optional hint="Kept in the order's history.">
        <TextInput
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          maxLength={500}
          autoComplete="off"
        />
      </Field>
      <Checkbox
        label={`Tell ${order.name || "the buyer"} by mail`}
        checked={mail}
        onChange={({ target }) => setMail(target.checked)}
      />
      <p className="text-ink-2">This cannot be undone. A new order can be made instead.</p>
    </ActionPanel>
  );
}

export function ResendPanel({ org, event, order, onClose, onDone }: PanelProps) {
  const [email, setEmail] = useState(order.email);
  const params = { path: { org, event: event.slug, code: order.code } };
  const action = useOrderAction({
    org,
    event: event.slug,
    code: order.code,
    run: (body: { email: string | null }, idempotencyKey) =>
      api.POST(`${orderPath}/resend`, { params, body, idempotencyKey }),
    onDone: () => onDone("The mail is on its way"),
  });
  const address = email.trim();
  const changed = address !== order.email;
  const problem = action.error instanceof ApiProblem ? action.error : null;
  const wrong = problem?.errors.find(({ pointer }) => pointer === "/email");
  return (
    <ActionPanel
      order={order}
      onClose={onClose}
      title={
        order.status === "paid"
          ? "Send the tickets again"
          : isAsked(order)
            ? "Send the confirmation again"
            : "Send the payment details again"
      }
      from={["pending", "paid"]}
      action={wrong ? { ...action, error: null } : action}
      onSubmit={() => action.mutate({ email: changed ? address : null })}
      changes={[
        { label: "Address", before: breakable(order.email), after: changed ? address || "–" : "Stays" },
        {
          label: "Mail",
          before: order.mails.length === 1 ? "1 sent so far" : `${order.mails.length} sent so far`,
          after:
            order.status === "paid"
              ? `${ticketsWord(order.tickets)} as PDF`
              : isAsked(order)
                ? "That you look at it"
                : "How to pay, and until when",
        },
      ]}
      button={
        <Button type="submit" form="order-action" variant="primary" busy={action.isPending}>
          {changed ? "Correct and send" : "Send again"}
        </Button>
      }
    >
      <Field
        label="Email address"
        name="email"
        hint="A correction here is kept for the order."
        error={wrong ? `The email address ${wrong.message}` : undefined}
      >
        <TextInput type="email" value={email} onChange={({ target }) => setEmail(target.value)} autoComplete="off" />
      </Field>
    </ActionPanel>
  );
}
