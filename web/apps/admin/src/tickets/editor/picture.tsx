import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type Event, keys, type Product } from "@tessera/client";
import { Button, Field, FileDrop } from "@tessera/ui";
import { useState } from "react";

const maxBytes = 8_000_000;

/** What the ticket looks like: takes effect as soon as it is chosen. */
export function Picture({ org, event, product }: { org: string; event: Event; product: Product }) {
  const client = useQueryClient();
  const [refused, setRefused] = useState<string | null>(null);
  const path = { org, event: event.slug, product: product.id };
  const change = useMutation({
    mutationFn: (file: File | null) => {
      const address = "/api/v1/organisations/{org}/events/{event}/products/{product}/picture" as const;
      return file ? api.PUT(address, { params: { path }, body: file }) : api.DELETE(address, { params: { path } });
    },
    onMutate: () => setRefused(null),
    onSettled: () => client.invalidateQueries({ queryKey: keys.event(org, event.slug) }),
  });
  const failed = change.error instanceof ApiProblem ? change.error.detail || change.error.title : change.error;
  const error = refused ?? (failed ? String(failed) : undefined);
  const { picture } = product;
  return (
    <div className="flex flex-col gap-3">
      {picture && (
        <img
          src={picture.urls.small}
          width={picture.width}
          height={picture.height}
          alt="What the ticket looks like now"
          className="max-h-44 w-full rounded-card border border-line object-cover"
        />
      )}
      <Field
        label={picture ? "Replace the picture" : "Picture"}
        optional
        hint="Guests see it with the ticket. It is stored as soon as you choose it."
        error={error}
      >
        <FileDrop
          accept="image/jpeg,image/png,image/webp"
          maxBytes={maxBytes}
          busy={change.isPending}
          label={picture ? "Choose another picture" : "Choose a picture"}
          onFile={(file) => change.mutate(file)}
          onRefuse={setRefused}
        />
      </Field>
      {picture && (
        <Button variant="quiet" className="w-fit !text-danger" onClick={() => change.mutate(null)}>
          Remove the picture
        </Button>
      )}
    </div>
  );
}
