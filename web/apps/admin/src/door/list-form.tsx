import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type CheckInList, type Event, keys } from "@tessera/client";
import { Button, Checkbox, Field, pickText, RadioGroup, Skeleton, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { ProblemAlert } from "../app/problem-alert";
import { type ApiForm, useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { handOn, useFollow } from "../lib/overtaken";
import { productsQuery } from "../lib/queries";
import { required } from "../lib/schemas";
import { checkInListsQuery } from "./queries";

const schema = z
  .object({
    name: required("Enter a name for the list"),
    admits: z.enum(["all", "some"]),
    product_ids: z.array(z.string()),
    match_add_ons: z.boolean(),
  })
  .check(
    z.refine(({ admits, product_ids }) => admits === "all" || product_ids.length > 0, {
      path: ["product_ids"],
      message: "Choose at least one ticket",
    }),
  );

type Values = z.infer<typeof schema>;

const labels = { name: "Name of the list", admits: "Who comes in", product_ids: "Tickets", match_add_ons: "Add-ons" };

const valuesOf = (list: CheckInList | undefined): Values => ({
  name: list?.name ?? "",
  admits: list?.product_ids ? "some" : "all",
  product_ids: list?.product_ids ?? [],
  match_add_ons: list?.match_add_ons ?? false,
});

const base = "/api/v1/organisations/{org}/events/{event}/check-in-lists";

interface Props {
  org: string;
  event: Event;
  /** Undefined makes a new one. */
  list: CheckInList | undefined;
  onSaved: (list: CheckInList) => void;
  onCancel: () => void;
}

/** A list to check in against: a backstage door, a second day. Each ticket counts once on each list. */
export function ListForm({ org, event, list, onSaved, onCancel }: Props) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const of = useApiForm<Values>({
    schema,
    defaultValues: valuesOf(list),
    labels,
    onSubmit: async (values) => {
      const { name, admits, product_ids, match_add_ons } = values;
      const some = admits === "some";
      const body = { name, product_ids: some ? product_ids : null, match_add_ons: some && match_add_ons };
      const saved = list
        ? await api
            .PATCH(`${base}/{list}`, { params: { path: { ...path, list: list.id } }, body, ifMatch: list.version })
            .catch(handOn(of.form, values, labels, storedNow))
        : await api.POST(base, { params: { path }, body });
      await client.invalidateQueries({ queryKey: keys.checkInLists(org, event.slug), exact: true });
      onSaved(saved);
    },
  });
  // What others change meanwhile shows in the fields that nobody touched here.
  useFollow(of.form, valuesOf(list));
  const storedNow = async () => {
    const { items } = await client.fetchQuery({ ...checkInListsQuery(org, event.slug), staleTime: 0 });
    const now = items.find(({ id }) => id === list?.id);
    return now && valuesOf(now);
  };
  const { form, submit, summary, busy, errorOf } = of;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field label="Name of the list" name="name" error={errorOf("name")}>
        <TextInput {...form.register("name")} placeholder="Backstage" autoComplete="off" dir="auto" />
      </Field>
      {list?.default ? (
        <p className="text-ink-2">
          Everybody with a ticket comes in by this list. For some tickets only, make another one.
        </p>
      ) : (
        <Admits of={of} org={org} event={event} />
      )}
      {list && !list.default && (
        <p className="text-ink-2">Every door follows from its next scan on. Who is in already stays in.</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          {list ? "Save list" : "Create list"}
        </Button>
        <Button onClick={onCancel}>Back to the settings</Button>
      </div>
    </form>
  );
}

/** Everybody, or some tickets. */
function Admits({ of, org, event }: { of: ApiForm<Values>; org: string; event: Event }) {
  const { form, errorOf } = of;
  const products = useQuery(productsQuery(org, event.slug));
  const [admits, chosen] = [form.watch("admits"), form.watch("product_ids")];
  // Only what lets somebody in, and whatever the list names already.
  const admitting = products.data?.items.filter(({ id, kind }) => kind === "admission" || chosen.includes(id));
  return (
    <>
      <Field label="Who comes in" name="admits" group>
        <Controller
          control={form.control}
          name="admits"
          render={({ field }) => (
            <RadioGroup
              name="admits"
              value={field.value}
              onChange={field.onChange}
              options={[
                { value: "all", label: "Everybody with a ticket" },
                { value: "some", label: "Only some tickets" },
              ]}
            />
          )}
        />
      </Field>
      {admits === "some" && (
        <Field label="Tickets" name="product_ids" group error={errorOf("product_ids")}>
          {products.isPending && <Skeleton className="h-20 w-full" />}
          {products.error && <ProblemAlert error={products.error} onRetry={() => void products.refetch()} />}
          {admitting?.map(({ id, name }) => (
            <Checkbox
              key={id}
              {...form.register("product_ids")}
              value={id}
              label={<bdi>{pickText(name, event.locales[0])}</bdi>}
            />
          ))}
        </Field>
      )}
      {admits === "some" && (
        <CheckField
          of={of}
          name="match_add_ons"
          label="Find add-ons by the code of their ticket"
          hint="Camping or a workshop gets in by the code of the ticket that holds it, too. Where it holds several of this list, the door asks which."
        />
      )}
    </>
  );
}
