import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@tessera/client";
import { useEffect } from "react";

const kinds = [
  "order.placed",
  "order.paid",
  "order.cancelled",
  "order.expired",
  "ticket.checked_in",
  "quota.changed",
] as const;

/** Refreshes everything shown of an event when something happens to it, at most once a second. */
export function useLiveEvent(org: string, event: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/api/v1/organisations/${org}/events/${event}/live`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: keys.event(org, event) });
      }, 1000);
    };
    for (const kind of kinds) source.addEventListener(kind, refresh);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, org, event]);
}
