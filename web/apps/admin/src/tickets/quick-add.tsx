import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type Event, keys } from "@tessera/client";
import { Button, Field, linkClass, MoneyInput, NumberField, TextInput } from "@tessera/ui";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { count, countOrNone, required } from "../lib/schemas";

/* Other names than the editor's: both forms may be on the page, and a name becomes the id of its control. */
const schema = z.object({
  new_name: required("Enter the ticket's name"),
  new_price: count("Enter a price, 0 if the ticket is free", 0, 10_000_000_000),
  new_amount: countOrNone("Enter how many there are, or leave it empty for no limit"),
});

/** One row makes a ticket and its places in one step. */
export function QuickAdd({ org, event }: { org: string; event: Event }) {
  const client = useQueryClient();
  const [added, setAdded] = useState<{ id: string; name: string } | null>(null);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { new_name: "", new_price: null, new_amount: null },
    rename: { name: "new_name", price_minor: "new_price", quota_size: "new_amount" },
    labels: { new_name: "Ticket", new_price: "Price", new_amount: "How many" },
    onSubmit: async ({ new_name: name, new_price: price, new_amount: amount }) => {
      setAdded(null);
      const made = await api.POST("/api/v1/organisations/{org}/events/{event}/products", {
        params: { path: { org, event: event.slug } },
        body: { name: { [event.locales[0] ?? "en"]: name }, price_minor: price, quota_size: amount },
      });
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      form.reset();
      setAdded({ id: made.id, name });
      form.setFocus("new_name");
    },
  });
  return (
    <form onSubmit={submit} noValidate aria-label="Add a ticket" className="flex flex-col gap-4">
      {summary}
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1fr)_10rem_10rem_auto]">
        <Field label="Ticket" name="new_name" error={errorOf("new_name")}>
          <TextInput {...form.register("new_name")} autoComplete="off" placeholder="Standard" />
        </Field>
        <Field label="Price" name="new_price" error={errorOf("new_price")}>
          <Controller
            control={form.control}
            name="new_price"
            render={({ field }) => <MoneyInput {...field} currency={event.currency} />}
          />
        </Field>
        <Field label="How many" name="new_amount" error={errorOf("new_amount")}>
          <Controller
            control={form.control}
            name="new_amount"
            render={({ field }) => <NumberField {...field} placeholder="No limit" />}
          />
        </Field>
        <Button type="submit" variant="primary" busy={busy} className="md:mt-7">
          <Plus aria-hidden /> Add ticket
        </Button>
      </div>
      <p role="status" className="empty:hidden">
        {added && (
          <>
            {added.name} was added.{" "}
            <Link
              to="/$org/events/$event/tickets/$ticket"
              params={{ org, event: event.slug, ticket: added.id }}
              className={linkClass}
            >
              Edit everything about it
            </Link>
          </>
        )}
      </p>
    </form>
  );
}
