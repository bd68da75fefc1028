import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, keys, type Order } from "@tessera/client";
import { Button, Dialog } from "@tessera/ui";
import { ProblemAlert } from "../app/problem-alert";

interface Props {
  org: string;
  event: string;
  order: Order;
  onClose: () => void;
}

/** Deletes a test order; what counts can only be cancelled. */
export function DeleteTestOrder({ org, event, order, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const action = useMutation({
    mutationFn: () =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/test-mode/orders/{code}", {
        params: { path: { org, event, code: order.code } },
      }),
    onSuccess: async () => {
      await navigate({ to: "/$org/events/$event/orders", params: { org, event }, search: { test: true } });
      client.removeQueries({ queryKey: keys.order(org, event, order.code) });
      await client.invalidateQueries({ queryKey: keys.event(org, event) });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete test order ${order.code}?`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" onClick={() => action.mutate()} busy={action.isPending}>
            Delete it
          </Button>
        </>
      }
    >
      {action.error && <ProblemAlert error={action.error} title="It was not deleted" />}
      <p>Its tickets, payments, scans and mails go with it. This cannot be undone.</p>
    </Dialog>
  );
}
