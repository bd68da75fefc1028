import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import { useToast } from "@tessera/ui";
import { useState } from "react";
import type { BulkChange } from "./changes";

/** Applies changes one after the other, tells how far it is, and can take all of them back. */
export function useBulk(org: string, event: string) {
  const client = useQueryClient();
  const toast = useToast();
  const [done, setDone] = useState(0);
  const mutation = useMutation({
    mutationFn: async ({ changes, back }: { changes: BulkChange[]; back: boolean }) => {
      setDone(0);
      for (const { product, variation, before, after } of changes) {
        const body = back ? before : after;
        const path = { org, event, product };
        if (variation)
          await api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}", {
            params: { path: { ...path, variation } },
            body: { price_minor: body.price_minor ?? null },
          });
        else
          await api.PATCH("/api/v1/organisations/{org}/events/{event}/products/{product}", { params: { path }, body });
        setDone((count) => count + 1);
      }
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
            mutation.mutate({ changes: changes.toReversed(), back: true }),
          );
          onDone();
        },
      },
    );
  return { apply, done, busy: mutation.isPending, error: mutation.error };
}
