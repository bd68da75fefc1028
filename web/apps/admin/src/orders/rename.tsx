import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Order, type Position } from "@tessera/client";
import { Button, Dialog, Field, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";

const schema = z.object({ attendee_name: z.string().check(z.trim()) });

interface Props {
  org: string;
  event: string;
  order: Order;
  position: Position;
  onClose: () => void;
}

/** Another name on a ticket. The next PDF has it; a mail goes out only when the tickets are sent again. */
export default function Rename({ org, event, order, position, onClose }: Props) {
  const client = useQueryClient();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { attendee_name: position.attendee_name ?? "" },
    labels: { attendee_name: "Name on the ticket" },
    onSubmit: async (body) => {
      const path = { org, event, code: order.code, number: position.number };
      const address = "/api/v1/organisations/{org}/events/{event}/orders/{code}/positions/{number}" as const;
      client.setQueryData(keys.order(org, event, order.code), await api.PATCH(address, { params: { path }, body }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Name on the ticket"
      description={position.product_name}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="rename" busy={busy}>
            Save name
          </Button>
        </>
      }
    >
      <form id="rename" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field
          label="Name"
          name="attendee_name"
          optional
          hint="Nothing is mailed now. Send the tickets again if the guest needs the new PDF."
          error={errorOf("attendee_name")}
        >
          <TextInput {...form.register("attendee_name")} maxLength={200} autoComplete="off" dir="auto" />
        </Field>
      </form>
    </Dialog>
  );
}
