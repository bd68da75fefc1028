import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type CheckInList, type Event, keys } from "@tessera/client";
import { Button, Checkbox, Field, pickText, RadioGroup, Skeleton, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { CheckField } from "../lib/check-field";
import { productsQuery } from "../lib/queries";
import { required } from "../lib/schemas";

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

interface Props {
  org: string;
  event: Event;
  onCreated: (list: CheckInList) => void;
  onCancel: () => void;
}

/** Another list to check in against: a backstage door, a second day. Each ticket counts once on each list. */
export function NewList({ org, event, onCreated, onCancel }: Props) {
  const client = useQueryClient();
  const products = useQuery(productsQuery(org, event.slug));
  const list = useApiForm({
    schema,
    defaultValues: { name: "", admits: "all", product_ids: [], match_add_ons: false },
    onSubmit: async ({ name, admits, product_ids, match_add_ons }) => {
      const some = admits === "some";
      const made = await api.POST("/api/v1/organisations/{org}/events/{event}/check-in-lists", {
        params: { path: { org, event: event.slug } },
        body: { name, product_ids: some ? product_ids : null, match_add_ons: some && match_add_ons },
      });
      await client.invalidateQueries({ queryKey: keys.checkInLists(org, event.slug), exact: true });
      onCreated(made);
    },
  });
  const { form, submit, summary, busy, errorOf } = list;
  const admitting = products.data?.items.filter(({ kind }) => kind === "admission");
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field label="Name of the list" name="name" error={errorOf("name")}>
        <TextInput {...form.register("name")} placeholder="Backstage" autoComplete="off" dir="auto" />
      </Field>
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
      {form.watch("admits") === "some" && (
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
      {form.watch("admits") === "some" && (
        <CheckField
          of={list}
          name="match_add_ons"
          label="Find add-ons by the code of their ticket"
          hint="Camping or a workshop gets in by the code of the ticket that holds it, too. Where it holds several of this list, the door asks which."
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          Create list
        </Button>
        <Button onClick={onCancel}>Back to the settings</Button>
      </div>
    </form>
  );
}
