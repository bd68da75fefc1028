import { useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api, type Event, type EventPatch, keys } from "@tessera/client";

/** Saves a part of the event against the version that was read, and shares the answer with every screen. */
export function useSaveEvent(org: string, event: Event): (patch: EventPatch) => Promise<Event> {
  const client = useQueryClient();
  return async (patch) => {
    const known = client.getQueryData<Event>(keys.event(org, event.slug)) ?? event;
    const path = { org, event: event.slug };
    const saved = await api
      .PATCH("/api/v1/organisations/{org}/events/{event}", {
        params: { path },
        body: { ...patch, version: known.version },
      })
      .catch(async (error: unknown) => {
        // Somebody else was faster: read theirs, keep what is typed here, and the next save goes on top of it.
        if (error instanceof ApiProblem && error.code === "request.conflict") {
          await client.invalidateQueries({ queryKey: keys.event(org, event.slug), exact: true });
          throw new ApiProblem({
            code: error.code,
            status: error.status,
            title: "Somebody else changed this event meanwhile",
            detail: "What you entered is still here. Save again to keep it.",
          });
        }
        throw error;
      });
    client.setQueryData(keys.event(org, saved.slug), saved);
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.checklist(org, saved.slug) }),
      client.invalidateQueries({ queryKey: keys.events(org).slice(0, 3) }),
    ]);
    return saved;
  };
}
