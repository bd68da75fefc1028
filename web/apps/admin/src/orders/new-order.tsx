import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type Event, keys, type Product } from "@tessera/client";
import {
  Alert,
  Button,
  Combobox,
  FieldSet,
  formatMoney,
  languageName,
  RadioGroup,
  Select,
  TextInput,
} from "@tessera/ui";
import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import { EditorDrawer } from "../app/editor-drawer";
import { Loaded } from "../app/loaded";
import { usePermissions } from "../app/permissions";
import { type ApiForm, useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { useIdempotencyKey } from "../lib/idempotency";
import { itemsOf } from "../prices/items";
import { priceSettingsQuery, quoteQuery } from "../prices/queries";
import { QuoteView } from "../prices/quote-view";
import { countryOptions } from "../taxes/countries";
import { NewOrderLines } from "./new-order-lines";
import { basketOf, type NewOrderValues, newOrderSchema, orderOf } from "./new-order-values";

interface Props {
  org: string;
  event: Event;
  products: Product[];
  onClose: () => void;
}

/** An order that the organiser takes: at the box office, on account, for guests of honour. */
export default function NewOrder({ org, event, products, onClose }: Props) {
  const client = useQueryClient();
  const may = usePermissions();
  const navigate = useNavigate();
  const key = useIdempotencyKey();
  const locale = event.locales[0];
  const items = useMemo(() => itemsOf(products, locale), [products, locale]);
  const of = useApiForm<NewOrderValues>({
    schema: newOrderSchema,
    defaultValues: {
      lines: [{ item: items[0]?.key ?? "", quantity: 1, price: null, names: "" }],
      name: "",
      email: "",
      locale: locale ?? "en",
      payment: "paid",
      send_mail: true,
      approved: may("orders.approve"),
      channel: "api",
      voucher: "",
      country: null,
      business: false,
      vat_id: "",
    },
    labels: { name: "Name", email: "Email address", vat_id: "VAT id" },
    onSubmit: async (values) => {
      const order = await api.POST("/api/v1/organisations/{org}/events/{event}/orders", {
        params: { path: { org, event: event.slug } },
        body: orderOf(values, items, products, total),
        idempotencyKey: key.current(),
      });
      key.renew();
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      await navigate({ to: "/$org/events/$event/orders/$code", params: { org, event: event.slug, code: order.code } });
    },
  });
  const basket = basketOf(of.form.watch(), items, products);
  const quote = useQuery({ ...quoteQuery(org, event.slug, basket), enabled: basket.lines.length > 0 });
  const { data: settings } = useQuery(priceSettingsQuery(org, event.slug));
  // What is shown has to be the answer to what stands in the form, not to what stood there before.
  const total = quote.isPlaceholderData || quote.error ? undefined : quote.data?.total_minor;
  const lines = of.form.watch("lines");
  const approves = lines.some(({ item }) => items.find(({ key }) => key === item)?.approval);
  const amount =
    total === undefined ? "…" : formatMoney({ amount_minor: total, currency: event.currency }, { free: true });
  return (
    // Another form is another intention: it must not be answered with what the last one led to.
    <EditorDrawer
      of={of}
      title="New order"
      description="Its places are taken from what is free, as with any other order."
      save="Place order"
      aside={<p className="text-lg font-semibold tabular-nums">{amount}</p>}
      onClose={onClose}
      onChange={key.renew}
    >
      <NewOrderLines of={of} event={event} items={items} products={products} onChange={key.renew} />
      <Buyer of={of} event={event} />
      {basket.lines.length > 0 && (
        <section aria-label="What it costs" className="rounded-card bg-surface-2 px-4 py-3">
          <Loaded query={quote} failure="This order has no price">
            {(data) => <QuoteView quote={data} locale={locale} includesTax={settings?.includes_tax ?? true} />}
          </Loaded>
        </section>
      )}
      {approves && may("orders.approve") && (
        <CheckField
          of={of}
          name="approved"
          group="Approval"
          label="You have looked at it"
          hint="Otherwise it waits under “To approve”, and nothing is paid until then."
        />
      )}
      {total === 0 ? (
        <Alert tone="info">Nothing to pay: the tickets are valid at once.</Alert>
      ) : (
        <Payment of={of} event={event} amount={amount} />
      )}
      <CheckField
        of={of}
        name="send_mail"
        group="Mail"
        label="Mail the buyer"
        hint={total === 0 ? "With the tickets as PDF." : "With the tickets once it is paid, or how to pay."}
      />
      {total !== 0 && (
        <p className="text-sm text-ink-2">
          For complimentary tickets use a ticket with the price 0 or a voucher that makes them free; hidden tickets are
          offered here, too.
        </p>
      )}
    </EditorDrawer>
  );
}

interface PartProps {
  of: ApiForm<NewOrderValues>;
  event: Event;
}

function Buyer({ of, event }: PartProps) {
  const [more, setMore] = useState(false);
  const [country, business] = [of.form.watch("country"), of.form.watch("business")];
  return (
    <FieldSet legend="Buyer">
      <FormField of={of} name="name" label="Name">
        {(field) => <TextInput {...field} autoComplete="off" dir="auto" />}
      </FormField>
      <FormField of={of} name="email" label="Email address">
        {(field) => <TextInput {...field} type="email" autoComplete="off" />}
      </FormField>
      {event.locales.length > 1 && (
        <FormField of={of} name="locale" label="Language of mails and tickets">
          {(field) => (
            <Select {...field}>
              {event.locales.map((locale) => (
                <option key={locale} value={locale}>
                  {languageName(locale)}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      )}
      <Button
        variant="quiet"
        size="sm"
        className="-ms-2.5 self-start"
        aria-expanded={more}
        onClick={() => setMore(!more)}
      >
        <ChevronDown aria-hidden className={more ? "rotate-180" : ""} /> Voucher, country, where it is sold
      </Button>
      {more && (
        <>
          <FormField of={of} name="voucher" label="Voucher code" optional className="max-w-60">
            {(field) => <TextInput {...field} className="font-code" autoComplete="off" spellCheck={false} />}
          </FormField>
          <FormField of={of} name="country" label="Country" optional hint="For taxes that depend on it.">
            {({ value, onChange }) => <Combobox options={countryOptions()} value={value} onChange={onChange} />}
          </FormField>
          {country && <CheckField of={of} name="business" group="Kind of buyer" label="A business buys" />}
          {country && business && (
            <FormField of={of} name="vat_id" label="Its VAT id" optional>
              {(field) => <TextInput {...field} autoComplete="off" spellCheck={false} />}
            </FormField>
          )}
          <FormField of={of} name="channel" label="Where it is sold" hint="Some tickets are sold in some places only.">
            {(field) => (
              <Select {...field}>
                <option value="api">Entered by you</option>
                <option value="box_office">At the box office</option>
              </Select>
            )}
          </FormField>
        </>
      )}
    </FieldSet>
  );
}

function Payment({ of, event, amount }: PartProps & { amount: string }) {
  const transfer = event.payment_methods.includes("bank_transfer");
  return (
    <FormField of={of} name="payment" label="Payment" group>
      {(field) => (
        <RadioGroup
          {...field}
          options={[
            {
              value: "paid",
              label: amount === "…" ? "It is paid already" : `${amount} is paid already`,
              hint: "In cash, by your own terminal, on account.",
            },
            { value: "later", label: "Will be paid to you", hint: "You mark it as paid once you have the money." },
            ...(transfer
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
    </FormField>
  );
}
