import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type Event, keys, type Product, type Quota } from "@tessera/client";
import { Alert, Button, Checkbox, Drawer, Field, NumberField, pickText, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { countOrNone, required } from "../lib/schemas";

const schema = z.object({
  name: required("Enter a name for the limit"),
  size: countOrNone("Enter how many places there are, or leave it empty for no limit"),
  product_ids: z.array(z.string()),
});

interface Props {
  org: string;
  event: Event;
  products: Product[];
  /** Undefined makes a new one. */
  quota: Quota | undefined;
  onClose: () => void;
}

/** A limit over several tickets: its size and which tickets take from it. */
export function QuotaEditor({ org, event, products, quota, onClose }: Props) {
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const refresh = () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) });
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: quota?.name ?? "", size: quota?.size ?? null, product_ids: quota?.product_ids ?? [] },
    labels: { size: "Places", product_ids: "Tickets" },
    onSubmit: async (body) => {
      if (quota) {
        await api.PATCH("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
          params: { path: { ...path, quota: quota.id } },
          body,
        });
      } else {
        await api.POST("/api/v1/organisations/{org}/events/{event}/quotas", { params: { path }, body });
      }
      await refresh();
      onClose();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/quotas/{quota}", {
        params: { path: { ...path, quota: id } },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={quota ? quota.name : "New shared limit"}
      footer={
        <>
          {quota && (
            <Button
              variant="quiet"
              className="me-auto !text-danger"
              busy={remove.isPending}
              onClick={() => remove.mutate(quota.id)}
            >
              Remove
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="quota-form" busy={busy}>
            Save limit
          </Button>
        </>
      }
    >
      <form id="quota-form" onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        {remove.error && (
          <div role="alert">
            <Alert tone="danger">
              {remove.error instanceof ApiProblem ? remove.error.message : String(remove.error)}
            </Alert>
          </div>
        )}
        <Field label="Name" name="name" hint="Only you see it." error={errorOf("name")}>
          <TextInput {...form.register("name")} autoComplete="off" placeholder="Main hall" />
        </Field>
        <Field label="Places" name="size" error={errorOf("size")} className="max-w-40">
          <Controller
            control={form.control}
            name="size"
            render={({ field }) => <NumberField {...field} placeholder="No limit" />}
          />
        </Field>
        <Field label="Tickets that use it" name="product_ids" group error={errorOf("product_ids")}>
          <Controller
            control={form.control}
            name="product_ids"
            render={({ field }) => (
              <div>
                {products.map((product) => (
                  <Checkbox
                    key={product.id}
                    label={pickText(product.name, event.locales[0])}
                    checked={field.value.includes(product.id)}
                    onChange={({ target }) =>
                      field.onChange(
                        target.checked ? [...field.value, product.id] : field.value.filter((id) => id !== product.id),
                      )
                    }
                  />
                ))}
              </div>
            )}
          />
        </Field>
      </form>
    </Drawer>
  );
}
