import type { Event } from "@tessera/client";
import { MoneyInput, NumberField, RadioGroup, Textarea, TextInput } from "@tessera/ui";
import { DateTime } from "../event/date-time";
import type { ApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { FormField } from "../lib/form-field";
import { EffectField } from "../prices/effect-field";
import type { Offer } from "../prices/scope";
import { ScopeField } from "../prices/scope-field";
import type { VoucherValues } from "./values";

interface Props {
  of: ApiForm<VoucherValues>;
  event: Event;
  offer: Offer;
}

/** One code, many made-up ones, or a list that is there already. */
export function CodeFields({ of }: Pick<Props, "of">) {
  const how = of.form.watch("how");
  return (
    <>
      <FormField of={of} name="how" label="Codes" group>
        {(field) => (
          <RadioGroup
            {...field}
            options={[
              { value: "one", label: "One code" },
              { value: "many", label: "Many codes, made up", hint: "Each is good for as many uses as you say below." },
              {
                value: "list",
                label: "Codes that are there already",
                hint: "Paste a list, or CSV with a line of names.",
              },
            ]}
          />
        )}
      </FormField>
      {how === "one" && <OneCode of={of} />}
      {how === "many" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField of={of} name="count" label="How many">
            {(field) => <NumberField {...field} />}
          </FormField>
          <FormField of={of} name="prefix" label="They start with" optional>
            {(field) => (
              <TextInput {...field} className="font-code" autoComplete="off" spellCheck={false} placeholder="PRESS-" />
            )}
          </FormField>
        </div>
      )}
      {how === "list" && (
        <FormField
          of={of}
          name="text"
          label="The codes"
          hint="One a line. CSV may have the columns code, tag, comment, max_uses, min_uses, budget, valid_until, and price, off or percent."
        >
          {(field) => (
            <Textarea
              {...field}
              rows={6}
              className="font-code"
              spellCheck={false}
              placeholder={"SPONSOR-ONE\nSPONSOR-TWO"}
            />
          )}
        </FormField>
      )}
    </>
  );
}

/** One code. A voucher that is there has one and keeps it, so nothing is made up for it. */
export function OneCode({ of, known = false }: Pick<Props, "of"> & { known?: boolean }) {
  return (
    <FormField
      of={of}
      name="code"
      label="Code"
      optional={!known}
      hint={`Capital letters make no difference.${known ? "" : " Made up when left empty."}`}
    >
      {(field) => (
        <TextInput {...field} className="font-code" autoComplete="off" spellCheck={false} placeholder="FRIENDS-2027" />
      )}
    </FormField>
  );
}

/** What vouchers do, for what and how often. */
export function TermFields({ of, event, offer }: Props) {
  const [kind, budgeted] = [of.form.watch("effect.kind"), of.form.watch("budget") !== null];
  const keeps = of.form.watch("reserves");
  return (
    <>
      <EffectField of={of} currency={event.currency} mayDoNothing />
      <CheckField
        of={of}
        name="shows_hidden"
        group="Hidden tickets"
        label="Shows hidden tickets"
        hint="As far as it is good for them: whoever enters the code sees and buys them."
      />
      <CheckField
        of={of}
        name="reserves"
        group="Places"
        label="Keeps its places aside"
        hint="One for each use that is left, until they are used or its date has come. For one ticket or variation."
      />
      <CheckField
        of={of}
        name="beyond"
        group="Sold out"
        label="Sells even when sold out"
        hint="Its uses come on top of how many there are. Whether it does is said once, when it is made."
      />
      <ScopeField
        of={of}
        offer={offer}
        narrow={keeps ? "It keeps places aside: choose exactly one ticket or one variation." : undefined}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField of={of} name="max_uses" label="Good for how many tickets">
          {(field) => <NumberField {...field} />}
        </FormField>
        <FormField of={of} name="min_uses" label="Fewest at the first use">
          {(field) => <NumberField {...field} />}
        </FormField>
      </div>
      {(kind !== "none" || budgeted) && (
        <FormField
          of={of}
          name="budget"
          label="Budget"
          optional
          hint="What each code takes off in all, at most."
          className="max-w-60"
        >
          {(field) => <MoneyInput {...field} currency={event.currency} placeholder="No limit" />}
        </FormField>
      )}
      <FormField of={of} name="until" label="Valid until" group optional hint="For good, when left empty.">
        {(field) => <DateTime {...field} zone={event.zone} />}
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField of={of} name="tag" label="Tag" optional hint="To find them again.">
          {(field) => <TextInput {...field} autoComplete="off" placeholder="Sponsors" />}
        </FormField>
        <FormField of={of} name="comment" label="Note" optional hint="Only you see it.">
          {(field) => <TextInput {...field} autoComplete="off" />}
        </FormField>
      </div>
    </>
  );
}
