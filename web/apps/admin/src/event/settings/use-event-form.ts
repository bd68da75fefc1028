import { useQueryClient } from "@tanstack/react-query";
import { api, type Event, type EventPatch, keys } from "@tessera/client";

/** Saves a part of the event against the version that was read, and shares the answer with every screen. */
export function useSaveEvent(org: string, event: Event): (patch: EventPatch) => Promise<Event> {
  const client = useQueryClient();
  return async (patch) => {
    const known = client.getQueryData<Event>(keys.event(org, event.slug)) ?? event;
    const saved = await api.PATCH("/api/v1/organisations/{org}/events/{event}", {
      params: { path: { org, event: event.slug } },
      body: { ...patch, version: known.version },
    });
    client.setQueryData(keys.event(org, saved.slug), saved);
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.checklist(org, saved.slug) }),
      client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
    ]);
    return saved;
  };
}
