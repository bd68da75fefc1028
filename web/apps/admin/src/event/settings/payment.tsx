import type { Event } from "@tessera/client";
import { Checkbox, Field, FieldSet, NumberField, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Section } from "../../app/page";
import { SaveBar } from "../../lib/saved";
import { count, required } from "../../lib/schemas";
import { CurrencyField } from "../currency-field";
import { useEventForm } from "./use-event-form";

const method = z.enum(["bank_transfer", "sandbox"]);

const schema = z
  .object({
    payment_methods: z.array(method),
    currency: required("Choose the currency"),
    account_holder: z.string(),
    iban: z.string(),
    bic: z.string(),
    bank_name: z.string(),
    hold_minutes: count("Enter a number of minutes from 5 to 120", 5, 120),
    payment_days: count("Enter a number of days from 1 to 60", 1, 60),
  })
  .check(
    z.refine(({ iban, account_holder }) => iban.trim() === "" || account_holder.trim() !== "", {
      path: ["account_holder"],
      message: "Enter the account holder",
    }),
    z.refine(({ iban, account_holder }) => account_holder.trim() === "" || iban.trim() !== "", {
      path: ["iban"],
      message: "Enter the IBAN",
    }),
  );

type Method = z.infer<typeof method>;
type Values = z.infer<typeof schema>;

const methods: { value: Method; label: string; hint: string }[] = [
  {
    value: "bank_transfer",
    label: "Bank transfer",
    hint: "Guests get the account and a reference; you mark the order as paid when the money is there.",
  },
  { value: "sandbox", label: "Sandbox card", hint: "A test card that moves no money. For trying things out." },
];

function valuesOf({ payment_methods, currency, bank_details, hold_minutes, payment_days }: Event): Values {
  return {
    payment_methods,
    currency,
    account_holder: bank_details?.account_holder ?? "",
    iban: groupIban(bank_details?.iban ?? ""),
    bic: bank_details?.bic ?? "",
    bank_name: bank_details?.bank_name ?? "",
    hold_minutes,
    payment_days,
  };
}

function patchOf({ payment_methods, currency, hold_minutes, payment_days, ...account }: Values) {
  const iban = account.iban.replace(/\s/g, "");
  const bank_details = {
    account_holder: account.account_holder.trim(),
    iban,
    bic: account.bic.replace(/\s/g, ""),
    bank_name: account.bank_name.trim(),
  };
  return { payment_methods, currency, hold_minutes, payment_days, bank_details: iban ? bank_details : null };
}

/** How guests pay, where transfers go, and how long places are kept for them. */
export function PaymentSettings({ org, event }: { org: string; event: Event }) {
  const { form, submit, summary, busy, errorOf, saved } = useEventForm({
    org,
    event,
    schema,
    valuesOf,
    patchOf,
    rename: {
      "bank_details.account_holder": "account_holder",
      "bank_details.iban": "iban",
      "bank_details.bic": "bic",
      "bank_details.bank_name": "bank_name",
    },
    labels: {
      payment_methods: "Ways to pay",
      currency: "Currency",
      account_holder: "Account holder",
      iban: "Account number",
      bic: "BIC",
      bank_name: "Bank",
      hold_minutes: "Minutes in the cart",
      payment_days: "Days to transfer the money",
    },
  });
  return (
    <Section id="payment" title="Selling and payment">
      <form onSubmit={submit} noValidate className="flex flex-col gap-6">
        {summary}
        <Field
          label="Ways to pay"
          name="payment_methods"
          group
          hint="Free tickets need none."
          error={errorOf("payment_methods")}
        >
          <Controller
            control={form.control}
            name="payment_methods"
            render={({ field }) => (
              <div>
                {methods.map(({ value, label, hint }) => (
                  <Checkbox
                    key={value}
                    label={label}
                    hint={hint}
                    checked={field.value.includes(value)}
                    onChange={({ target }) =>
                      field.onChange(
                        target.checked ? [...field.value, value] : field.value.filter((other) => other !== value),
                      )
                    }
                  />
                ))}
              </div>
            )}
          />
        </Field>
        <Controller
          control={form.control}
          name="currency"
          render={({ field }) => (
            <CurrencyField
              value={field.value}
              onChange={field.onChange}
              hint="Prices keep their numbers in another one. It stays once somebody has paid."
              error={errorOf("currency")}
            />
          )}
        />
        <div id="bank" className="scroll-mt-20">
          <FieldSet legend="Bank account for transfers">
            <Field label="Account holder" name="account_holder" error={errorOf("account_holder")}>
              <TextInput {...form.register("account_holder")} autoComplete="off" />
            </Field>
            <Field label="IBAN" name="iban" hint="With or without spaces." error={errorOf("iban")}>
              <TextInput {...form.register("iban")} autoComplete="off" spellCheck={false} className="font-code" />
            </Field>
            <div className="grid gap-5 sm:grid-cols-2">
              <Field label="BIC" name="bic" optional error={errorOf("bic")}>
                <TextInput {...form.register("bic")} autoComplete="off" spellCheck={false} className="font-code" />
              </Field>
              <Field label="Bank" name="bank_name" optional error={errorOf("bank_name")}>
                <TextInput {...form.register("bank_name")} autoComplete="off" />
              </Field>
            </div>
          </FieldSet>
        </div>
        <FieldSet legend="How long places are kept">
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Minutes in the cart"
              name="hold_minutes"
              hint="Guests can extend it."
              error={errorOf("hold_minutes")}
            >
              <Controller
                control={form.control}
                name="hold_minutes"
                render={({ field }) => <NumberField {...field} />}
              />
            </Field>
            <Field
              label="Days to transfer the money"
              name="payment_days"
              hint="Then the order expires."
              error={errorOf("payment_days")}
            >
              <Controller
                control={form.control}
                name="payment_days"
                render={({ field }) => <NumberField {...field} />}
              />
            </Field>
          </div>
        </FieldSet>
        <SaveBar busy={busy} saved={saved} label="Save payment" />
      </form>
    </Section>
  );
}

const groupIban = (iban: string): string => iban.replace(/\s/g, "").replace(/(.{4})(?=.)/g, "$1 ");
