import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys } from "@tessera/client";
import { Alert, Button, Checkbox, Dialog, Field, formatCount, TextInput } from "@tessera/ui";
import { useEffect, useState } from "react";
import { useCan } from "../app/permissions";
import { ProblemAlert } from "../app/problem-alert";
import { testModeQuery } from "../lib/queries";

const path = "/api/v1/organisations/{org}/events/{event}/test-mode" as const;

interface Props {
  org: string;
  event: Event;
  onClose: () => void;
}

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${formatCount(number)} ${many}`;

/** Whatever depends on what counts: the event's own screens, and the list of events. */
function useRefresh(org: string, event: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.event(org, event) }),
      client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
    ]);
}

/** Begins or ends test mode, and says what becomes of whoever is buying. */
export default function TestModeDialog({ org, event, onClose }: Props) {
  const { data: state } = useQuery(testModeQuery(org, event.slug));
  const refresh = useRefresh(org, event.slug);
  const mayDelete = useCan("orders.cancel");
  const [confirm, setConfirm] = useState("");
  const [drop, setDrop] = useState(true);
  const on = event.test_mode;
  const params = { path: { org, event: event.slug } };
  const change = useMutation({
    mutationFn: () => {
      const body = on
        ? { on: false, delete_orders: drop && mayDelete && !removing && !!state?.orders }
        : { on: true, confirm: confirm.trim() };
      return api.PUT(path, { params, body });
    },
    onSuccess: onClose,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE(`${path}/orders`, { params }),
    onSettled: refresh,
  });
  const orders = count(state?.orders ?? 0, "test order", "test orders");
  const removing = !!state?.removing;
  const client = useQueryClient();
  // What it left is elsewhere on the event's screens, too.
  useEffect(() => {
    if (!removing) return;
    return () => void client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
  }, [removing, client, org, event.slug]);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={on ? "End test mode?" : "Begin test mode?"}
      footer={
        <>
          <Button onClick={onClose}>{on ? "Keep testing" : "Not now"}</Button>
          <Button variant="primary" type="submit" form="test-mode" busy={change.isPending}>
            {on ? "End test mode" : "Begin test mode"}
          </Button>
        </>
      }
    >
      <form
        id="test-mode"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          change.mutate();
        }}
        className="flex flex-col gap-5"
      >
        {change.error && <ProblemAlert error={change.error} title="Nothing was changed" />}
        {remove.error && <ProblemAlert error={remove.error} title="They could not be deleted" />}
        {on ? (
          <p>
            Orders count again from now on.{" "}
            {!!state?.carts && `${count(state.carts, "open cart", "open carts")} of the test will be given up. `}
            Tickets of test orders let nobody in any more.
          </p>
        ) : (
          <>
            <p>
              Buy, pay and check in as your guests will. Test orders take their places from a stock of their own, as
              large as the real one, and are in no number, no export and no voucher’s count.
            </p>
            {event.status === "live" && (
              <Alert tone="warning" title="Guests can’t buy for real meanwhile">
                The event page says so.{" "}
                {!!state?.live_carts &&
                  `${count(state.live_carts, "guest is", "guests are")} buying right now: what they have in their carts stays real.`}
              </Alert>
            )}
          </>
        )}
        {!on && event.status === "live" && (
          <Field label="Web address of the event" name="confirm" hint={`Type ${event.slug} to confirm.`}>
            <TextInput
              value={confirm}
              onChange={({ target }) => setConfirm(target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        )}
        {on && mayDelete && !removing && !!state?.orders && (
          <Checkbox
            label={`Delete ${orders} for good`}
            checked={drop}
            onChange={({ target }) => setDrop(target.checked)}
          />
        )}
        {removing && <p role="status">Removing {orders}…</p>}
        {!on && mayDelete && !removing && !!state?.orders && (
          <p className="flex flex-wrap items-center gap-3">
            {orders} from before.
            <Button onClick={() => remove.mutate()} busy={remove.isPending}>
              Delete {orders}
            </Button>
          </p>
        )}
      </form>
    </Dialog>
  );
}
