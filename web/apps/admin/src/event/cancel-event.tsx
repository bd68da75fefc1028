import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys } from "@tessera/client";
import { Alert, Button, cleanText, Dialog, Field, LocalizedInput, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { localized, required } from "../lib/schemas";

const schema = z.object({ reason: localized, confirm: required("Enter the event's web address to confirm") });

/** Calling an event off for good: what follows, why, and the address typed so that it is the right one. */
export default function CancelEvent({ org, event, onClose }: { org: string; event: Event; onClose: () => void }) {
  const client = useQueryClient();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { reason: {}, confirm: "" },
    labels: { confirm: "The address" },
    onSubmit: async ({ reason, confirm }) => {
      const cancelled = await api.POST("/api/v1/organisations/{org}/events/{event}/cancel", {
        params: { path: { org, event: event.slug } },
        body: { reason: cleanText(reason, event.locales), confirm: confirm.trim() },
      });
      client.setQueryData(keys.event(org, event.slug), cancelled);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
        client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
      ]);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Call this event off?"
      footer={
        <>
          <Button onClick={onClose}>Keep the event</Button>
          <Button variant="danger" type="submit" form="cancel-event" busy={busy}>
            Call it off
          </Button>
        </>
      }
    >
      <form id="cancel-event" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Alert tone="warning" title="This cannot be undone">
          The sale ends, held places go back, unpaid orders are cancelled, every buyer gets a mail, and the door lets
          nobody in. Paid orders stay, so that you can return the money.
        </Alert>
        <Field label="Why, for guests" name="reason" optional error={errorOf("reason")}>
          <Controller
            control={form.control}
            name="reason"
            render={({ field: { ref: _, ...field } }) => (
              <LocalizedInput {...field} locales={event.locales} multiline rows={3} />
            )}
          />
        </Field>
        <Field
          label="Web address of the event"
          name="confirm"
          hint={`Type ${event.slug} to confirm.`}
          error={errorOf("confirm")}
        >
          <TextInput {...form.register("confirm")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
      </form>
    </Dialog>
  );
}
