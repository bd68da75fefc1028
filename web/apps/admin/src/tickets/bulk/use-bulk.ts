import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, keys, type Product } from "@tessera/client";
import { pickText, useToast } from "@tessera/ui";
import { type BulkChange, bulkRequest } from "./changes";

/** Changes many tickets in one request, all of them or none, and can take all of it back. */
export function useBulk(org: string, event: string, products: Product[], locale: string | undefined) {
  const client = useQueryClient();
  const toast = useToast();
  const nameOf = (id: string | undefined) => {
    const product = products.find((one) => one.id === id);
    return product ? pickText(product.name, locale) : "";
  };
  const mutation = useMutation({
    mutationFn: ({ changes, back }: { changes: BulkChange[]; back: boolean }) => {
      const items = bulkRequest(changes, back);
      return api
        .PATCH("/api/v1/organisations/{org}/events/{event}/products", {
          params: { path: { org, event } },
          body: { items },
        })
        .catch((error: unknown) => {
          throw refusedBy(
            error,
            items.map(({ product }) => nameOf(product)),
          );
        });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event) }),
  });
  const apply = (changes: BulkChange[], onDone: () => void) =>
    mutation.mutate(
      { changes, back: false },
      {
        onSuccess: () => {
          const count = new Set(changes.map(({ product }) => product)).size;
          toast(`${count} ${count === 1 ? "ticket" : "tickets"} changed`, () =>
            mutation.mutate({ changes, back: true }),
          );
          onDone();
        },
      },
    );
  return { apply, busy: mutation.isPending, error: mutation.error };
}

/** A refusal that says which tickets are in the way: `names` are those of the request, in its order. */
export function refusedBy(error: unknown, names: string[]): unknown {
  if (!(error instanceof ApiProblem) || error.errors.length === 0) return error;
  const sentences = error.errors.map(({ pointer, message }) => {
    const [, , place, ...rest] = pointer.split("/");
    const field = rest.at(-1) ?? "";
    const words = /^[a-z]/.test(message) ? `${field.replaceAll("_", " ")} ${message}` : message;
    return `${names[Number(place)] ?? ""}: ${words}`;
  });
  return new ApiProblem({
    code: error.code,
    status: error.status,
    title: error.title,
    detail: `${sentences.join(" ")} Nothing was changed.`,
  });
}
