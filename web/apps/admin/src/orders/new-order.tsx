import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type Event, keys, type Product } from "@tessera/client";
import {
  Alert,
  Button,
  Checkbox,
  Drawer,
  Field,
  FieldSet,
  formatMoney,
  languageName,
  NumberField,
  pickText,
  RadioGroup,
  Select,
  Textarea,
  TextInput,
} from "@tessera/ui";
import { Plus, X } from "lucide-react";
import { Controller, useFieldArray } from "react-hook-form";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { useIdempotencyKey } from "../lib/idempotency";
import { count, emailAddress, required } from "../lib/schemas";

const schema = z.object({
  lines: z.array(
    z.object({
      product: required("Choose a ticket"),
      quantity: count("Enter a number from 1 to 100", 1, 100),
      names: z.string(),
    }),
  ),
  name: required("Enter the buyer's name"),
  email: emailAddress,
  locale: z.string(),
  payment: z.enum(["paid", "later", "bank_transfer"]),
  send_mail: z.boolean(),
});

interface Props {
  org: string;
  event: Event;
  products: Product[];
  onClose: () => void;
}

const namesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** An order that the organiser takes: at the box office, on account, for guests of honour. */
export default function NewOrder({ org, event, products, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useIdempotencyKey();
  const empty = { product: products[0]?.id ?? "", quantity: 1, names: "" };
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      lines: [empty],
      name: "",
      email: "",
      locale: event.locales[0] ?? "en",
      payment: "paid",
      send_mail: true,
    },
    labels: { name: "Name", email: "Email address" },
    onSubmit: async ({ lines, name, email, locale, payment, send_mail }) => {
      const order = await api.POST("/api/v1/organisations/{org}/events/{event}/orders", {
        params: { path: { org, event: event.slug } },
        body: {
          name,
          email,
          locale,
          lines: lines.map(({ product, quantity, names }) => ({
            product,
            quantity: quantity ?? 1,
            attendee_names: namesOf(names),
          })),
          payment_method: payment === "bank_transfer" ? "bank_transfer" : "manual",
          paid: payment === "paid",
          send_mail,
        },
        idempotencyKey: key.current(),
      });
      key.renew();
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      await navigate({ to: "/$org/events/$event/orders/$code", params: { org, event: event.slug, code: order.code } });
    },
  });
  const rows = useFieldArray({ control: form.control, name: "lines" });
  const lines = form.watch("lines");
  const price = (id: string) => products.find((product) => product.id === id)?.price.amount_minor ?? 0;
  const total = lines.reduce((sum, { product, quantity }) => sum + price(product) * (Number(quantity) || 0), 0);
  const amount = formatMoney({ amount_minor: total, currency: event.currency }, { free: true });
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title="New order"
      description="Its places are taken from what is free, as with any other order."
      footer={
        <>
          <p className="me-auto text-lg font-semibold tabular-nums">{amount}</p>
          <Button onClick={onClose}>Discard</Button>
          <Button variant="primary" type="submit" form="new-order" busy={busy}>
            Place order
          </Button>
        </>
      }
    >
      {/* Another form is another intention: it must not be answered with what the last one led to. */}
      <form id="new-order" onSubmit={submit} onChange={key.renew} noValidate className="flex flex-col gap-6">
        {summary}
        <FieldSet legend="Tickets">
          {rows.fields.map((row, index) => (
            <div key={row.id} className="flex flex-col gap-3 border-b border-line pb-4 last:border-b-0">
              <div className="flex items-start gap-3">
                <Field
                  label="Ticket"
                  name={`lines.${index}.product`}
                  error={errorOf(`lines.${index}`) ?? errorOf(`lines.${index}.product`)}
                  className="flex-1"
                >
                  <Select {...form.register(`lines.${index}.product`)}>
                    {products.map((product) => (
                      <option key={product.id} value={product.id}>
                        {pickText(product.name, event.locales[0])} · {formatMoney(product.price, { free: true })}
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field
                  label="How many"
                  name={`lines.${index}.quantity`}
                  error={errorOf(`lines.${index}.quantity`)}
                  className="w-24"
                >
                  <Controller
                    control={form.control}
                    name={`lines.${index}.quantity`}
                    render={({ field }) => <NumberField {...field} />}
                  />
                </Field>
                {rows.fields.length > 1 && (
                  <Button
                    variant="quiet"
                    size="icon"
                    aria-label={`Remove line ${index + 1}`}
                    className="mt-7"
                    onClick={() => {
                      key.renew();
                      rows.remove(index);
                    }}
                  >
                    <X aria-hidden />
                  </Button>
                )}
              </div>
              <Field label="Names on the tickets" name={`lines.${index}.names`} optional hint="One per line.">
                <Textarea {...form.register(`lines.${index}.names`)} rows={2} dir="auto" />
              </Field>
            </div>
          ))}
          <Button size="sm" className="self-start" onClick={() => rows.append(empty)}>
            <Plus aria-hidden /> Another ticket
          </Button>
        </FieldSet>
        <FieldSet legend="Buyer">
          <Field label="Name" name="name" error={errorOf("name")}>
            <TextInput {...form.register("name")} autoComplete="off" dir="auto" />
          </Field>
          <Field label="Email address" name="email" error={errorOf("email")}>
            <TextInput {...form.register("email")} type="email" autoComplete="off" />
          </Field>
          {event.locales.length > 1 && (
            <Field label="Language of mails and tickets" name="locale" error={errorOf("locale")}>
              <Select {...form.register("locale")}>
                {event.locales.map((locale) => (
                  <option key={locale} value={locale}>
                    {languageName(locale)}
                  </option>
                ))}
              </Select>
            </Field>
          )}
        </FieldSet>
        {total > 0 ? (
          <Field label="Payment" name="payment" group error={errorOf("payment")}>
            <Controller
              control={form.control}
              name="payment"
              render={({ field }) => (
                <RadioGroup
                  name="payment"
                  value={field.value}
                  onChange={field.onChange}
                  options={[
                    {
                      value: "paid",
                      label: `${amount} is paid already`,
                      hint: "In cash, by your own terminal, on account.",
                    },
                    {
                      value: "later",
                      label: "Will be paid to you",
                      hint: "You mark it as paid once you have the money.",
                    },
                    ...(event.payment_methods.includes("bank_transfer")
                      ? [
                          {
                            value: "bank_transfer" as const,
                            label: "By bank transfer",
                            hint: "The buyer gets your bank details.",
                          },
                        ]
                      : []),
                  ]}
                />
              )}
            />
          </Field>
        ) : (
          <Alert tone="info">Nothing to pay: the tickets are valid at once.</Alert>
        )}
        <Checkbox
          {...form.register("send_mail")}
          label="Mail the buyer"
          hint={total === 0 ? "With the tickets as PDF." : "With the tickets once it is paid, or how to pay."}
        />
        {total > 0 && (
          <p className="text-sm text-ink-2">
            For complimentary tickets use a ticket with the price 0; a hidden one is offered here, too.
          </p>
        )}
      </form>
    </Drawer>
  );
}
