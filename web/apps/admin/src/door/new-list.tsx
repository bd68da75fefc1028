import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type CheckInList, type Event, keys } from "@tessera/client";
import { Button, Checkbox, Field, pickText, RadioGroup, Skeleton, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { productsQuery } from "../lib/queries";
import { required } from "../lib/schemas";

const schema = z
  .object({
    name: required("Enter a name for the list"),
    admits: z.enum(["all", "some"]),
    product_ids: z.array(z.string()),
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
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: "", admits: "all", product_ids: [] },
    onSubmit: async ({ name, admits, product_ids }) => {
      const list = await api.POST("/api/v1/organisations/{org}/events/{event}/check-in-lists", {
        params: { path: { org, event: event.slug } },
        body: { name, product_ids: admits === "some" ? product_ids : null },
      });
      await client.invalidateQueries({ queryKey: keys.checkInLists(org, event.slug), exact: true });
      onCreated(list);
    },
  });
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
          {products.data?.items.map(({ id, name }) => (
            <Checkbox
              key={id}
              {...form.register("product_ids")}
              value={id}
              label={<bdi>{pickText(name, event.locales[0])}</bdi>}
            />
          ))}
        </Field>
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
