import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, type EventPatch, keys } from "@tessera/client";
import type { DefaultValues, FieldValues } from "react-hook-form";
import type { ZodMiniType } from "zod/mini";
import { useApiForm } from "../../lib/api-form";
import { handOn, useFollow } from "../../lib/overtaken";
import { eventQuery } from "../../lib/queries";
import { useSaved } from "../../lib/saved";

interface EventFormOptions<V extends FieldValues> {
  org: string;
  event: Event;
  schema: ZodMiniType<V, V>;
  /** What of the event the form shows. */
  valuesOf: (event: Event) => V;
  /** What the form says about the event. */
  patchOf: (values: V) => EventPatch;
  rename?: Record<string, string>;
  /** The names of the fields as people read them. */
  labels: Record<string, string>;
  onSaved?: (saved: Event) => Promise<unknown> | undefined;
}

/**
 * A part of the event's settings. It is saved against the version that was read; when the event moved on meanwhile
 * the form takes over what others changed, keeps what was typed here, says so, and can be saved again.
 */
export function useEventForm<V extends FieldValues>(options: EventFormOptions<V>) {
  const { org, event, schema, valuesOf, patchOf, rename, labels, onSaved } = options;
  const client = useQueryClient();
  const path = { org, event: event.slug };
  const apiForm = useApiForm<V>({
    schema,
    defaultValues: valuesOf(event) as DefaultValues<V>,
    ...(rename && { rename }),
    labels,
    onSubmit: async (values) => {
      const known = client.getQueryData<Event>(keys.event(org, event.slug)) ?? event;
      const saved = await api
        .PATCH("/api/v1/organisations/{org}/events/{event}", {
          params: { path },
          body: patchOf(values),
          ifMatch: known.version,
        })
        .catch(
          handOn(form, values, labels, async () =>
            valuesOf(await client.fetchQuery({ ...eventQuery(org, event.slug), staleTime: 0 })),
          ),
        );
      markSaved();
      client.setQueryData(keys.event(org, saved.slug), saved);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.checklist(org, saved.slug) }),
        client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
      ]);
      await onSaved?.(saved);
    },
  });
  const { form } = apiForm;
  const { saved, markSaved } = useSaved(form);
  useFollow(form, valuesOf(event));
  return { ...apiForm, saved };
}
