import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type Event, keys } from "@tessera/client";
import { Alert, Button, Field, FileDrop } from "@tessera/ui";
import { useState } from "react";
import { Section } from "../../app/page";

const maxBytes = 8_000_000;

/** The cover image: takes effect as soon as it is chosen. */
export function CoverSettings({ org, event }: { org: string; event: Event }) {
  const client = useQueryClient();
  const [refused, setRefused] = useState<string | null>(null);
  const path = { org, event: event.slug };
  const change = useMutation({
    mutationFn: (file: File | null) => {
      const address = "/api/v1/organisations/{org}/events/{event}/cover" as const;
      return file ? api.PUT(address, { params: { path }, body: file }) : api.DELETE(address, { params: { path } });
    },
    onMutate: () => setRefused(null),
    onSuccess: async (answer: Event) => {
      client.setQueryData(keys.event(org, event.slug), answer);
      await client.invalidateQueries({ queryKey: keys.checklist(org, event.slug) });
    },
  });
  const error = refused ?? (change.error instanceof ApiProblem ? change.error.detail || change.error.title : null);
  return (
    <Section
      id="cover"
      title="Cover image"
      hint="Shown on top of the page and in link previews. Wide pictures fit best."
    >
      <div className="flex flex-col gap-4">
        {event.cover && (
          <img
            src={event.cover.urls.medium}
            width={event.cover.width}
            height={event.cover.height}
            alt="The present cover"
            className="max-h-72 w-full rounded-card border border-line object-cover"
          />
        )}
        <Field label={event.cover ? "Replace the image" : "Image"} hideLabel error={error ?? undefined}>
          <FileDrop
            accept="image/jpeg,image/png,image/webp"
            maxBytes={maxBytes}
            busy={change.isPending}
            label={event.cover ? "Choose another image" : "Choose an image"}
            onFile={(file) => change.mutate(file)}
            onRefuse={setRefused}
          />
        </Field>
        {event.cover && (
          <Button variant="quiet" className="w-fit !text-danger" onClick={() => change.mutate(null)}>
            Remove the image
          </Button>
        )}
        {change.error && !(change.error instanceof ApiProblem) && <Alert tone="danger">{String(change.error)}</Alert>}
      </div>
    </Section>
  );
}
