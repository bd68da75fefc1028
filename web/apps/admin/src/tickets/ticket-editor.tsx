import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, keys, type Product, type Quota } from "@tessera/client";
import {
  Alert,
  Button,
  cleanText,
  Drawer,
  Field,
  instantToWall,
  LocalizedInput,
  MoneyInput,
  NumberField,
  pickText,
  RadioGroup,
  TextInput,
  wallToInstant,
} from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { DateTime } from "../event/date-time";
import { useApiForm } from "../lib/api-form";
import { count, countOrNone, localized, requiredText } from "../lib/schemas";
import { AvailabilityBadge } from "./availability-badge";
import { ownQuota } from "./quotas";

const schema = z
  .object({
    name: requiredText("Enter the ticket's name"),
    description: localized,
    price: count("Enter a price, 0 if the ticket is free", 0, 10_000_000_000),
    amount: countOrNone("Enter how many there are, or leave it empty for no limit"),
    from: z.nullable(z.string()),
    until: z.nullable(z.string()),
    max: count("Enter a number from 1 to 100", 1, 100),
    visibility: z.enum(["public", "code", "hidden", "voucher"]),
    code: z.string(),
  })
  .check(
    z.refine(({ from, until }) => !from || !until || until > from, {
      path: ["until"],
      message: "The sale has to end after it starts",
    }),
    z.refine(({ visibility, code }) => visibility !== "code" || code.trim() !== "", {
      path: ["code"],
      message: "Enter the code that shows this ticket",
    }),
  );

interface Props {
  org: string;
  event: Event;
  product: Product;
  quotas: Quota[];
  onClose: () => void;
}

/** Everything about one ticket, in a panel beside the list. */
export function TicketEditor({ org, event, product, quotas, onClose }: Props) {
  const client = useQueryClient();
  const quota = ownQuota(product, quotas);
  const path = { org, event: event.slug };
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      name: product.name,
      description: product.description,
      price: product.price.amount_minor,
      amount: quota?.size ?? null,
      from: product.sales_from ? instantToWall(product.sales_from, event.zone) : null,
      until: product.sales_until ? instantToWall(product.sales_until, event.zone) : null,
      max: product.max_per_order,
      visibility: product.visibility,
      code: product.access_code ?? "",
    },
    rename: {
      price_minor: "price",
      sales_from: "from",
      sales_until: "until",
      max_per_order: "max",
      access_code: "code",
      size: "amount",
    },
    labels: {
      max: "At most per order",
      code: "Access code",
      amount: "How many",
      from: "Sale starts",
      until: "Sale ends",
    },
    onSubmit: async (values) => {
      await api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}", {
        params: { path: { ...path, product: product.id } },
        body: {
          name: cleanText(values.name, event.locales),
          description: cleanText(values.description, event.locales),
          price_minor: values.price,
          sales_from: values.from ? wallToInstant(values.from, event.zone) : null,
          sales_until: values.until ? wallToInstant(values.until, event.zone) : null,
          max_per_order: values.max,
          visibility: values.visibility,
          ...(values.visibility === "code" && { access_code: values.code.trim() }),
        },
      });
      await saveAmount(path, event, product, quota, values.amount);
      await client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
      onClose();
    },
  });
  const visibility = form.watch("visibility");
  const textLocales = event.locales;
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={pickText(product.name, event.locales[0])}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="ticket-form" busy={busy}>
            Save ticket
          </Button>
        </>
      }
    >
      <form id="ticket-form" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <div className="flex items-start gap-3 rounded-card bg-surface-2 px-4 py-3">
          <AvailabilityBadge availability={product.availability} />
          <p className="min-w-0 flex-1 text-ink-2">{product.availability.reason}</p>
        </div>
        <Field label="Name" name="name" error={errorOf("name")}>
          <Controller
            control={form.control}
            name="name"
            render={({ field: { ref: _, ...field } }) => <LocalizedInput {...field} locales={textLocales} />}
          />
        </Field>
        <Field label="What is included" name="description" optional error={errorOf("description")}>
          <Controller
            control={form.control}
            name="description"
            render={({ field: { ref: _, ...field } }) => (
              <LocalizedInput {...field} locales={textLocales} multiline rows={3} />
            )}
          />
        </Field>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Price" name="price" error={errorOf("price")}>
            <Controller
              control={form.control}
              name="price"
              render={({ field }) => <MoneyInput {...field} currency={event.currency} />}
            />
          </Field>
          <Field label="How many" name="amount" error={errorOf("amount")}>
            <Controller
              control={form.control}
              name="amount"
              render={({ field }) => <NumberField {...field} placeholder="No limit" />}
            />
          </Field>
        </div>
        {quota && quota.sold + quota.held > 0 && (
          <p className="-mt-3 text-sm text-ink-2">
            {quota.sold} sold and {quota.held} held: the amount cannot go below {quota.sold + quota.held}.
          </p>
        )}
        <Field label="Sale starts" name="from" group optional hint="At once, when left empty." error={errorOf("from")}>
          <Controller
            control={form.control}
            name="from"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={event.zone} />}
          />
        </Field>
        <Field
          label="Sale ends"
          name="until"
          group
          optional
          hint="With the event, when left empty."
          error={errorOf("until")}
        >
          <Controller
            control={form.control}
            name="until"
            render={({ field: { ref: _, ...field } }) => <DateTime {...field} zone={event.zone} />}
          />
        </Field>
        <Field label="At most per order" name="max" error={errorOf("max")} className="max-w-40">
          <Controller control={form.control} name="max" render={({ field }) => <NumberField {...field} />} />
        </Field>
        <Field label="Who sees it" name="visibility" group error={errorOf("visibility")}>
          <Controller
            control={form.control}
            name="visibility"
            render={({ field }) => (
              <RadioGroup
                name="visibility"
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: "public", label: "Everybody" },
                  {
                    value: "code",
                    label: "Whoever has the access code",
                    hint: "The link on the event page asks for it.",
                  },
                  { value: "hidden", label: "Nobody", hint: "Only you can give it out, from the orders." },
                  ...(product.visibility === "voucher"
                    ? [{ value: "voucher" as const, label: "Whoever has a voucher that shows it" }]
                    : []),
                ]}
              />
            )}
          />
        </Field>
        {visibility === "code" && (
          <Field
            label="Access code"
            name="code"
            hint="Capital letters make no difference."
            error={errorOf("code")}
            className="max-w-60"
          >
            <TextInput {...form.register("code")} autoComplete="off" spellCheck={false} className="font-code" />
          </Field>
        )}
        {!quota && (
          <Alert tone="info">
            This ticket takes its places from shared limits only. A number above gives it its own limit as well.
          </Alert>
        )}
      </form>
    </Drawer>
  );
}

async function saveAmount(
  path: { org: string; event: string },
  event: Event,
  product: Product,
  quota: Quota | undefined,
  size: number | null,
): Promise<void> {
  if (quota) {
    if ((quota.size ?? null) === size) return;
    await api.PATCH("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
      params: { path: { ...path, quota: quota.id } },
      body: { size },
    });
  } else if (size !== null || product.quota_ids.length === 0) {
    await api.POST("/api/v1/organisations/{org}/events/{event}/quotas", {
      params: { path },
      body: { name: pickText(product.name, event.locales[0]), size, product_ids: [product.id] },
    });
  }
}
