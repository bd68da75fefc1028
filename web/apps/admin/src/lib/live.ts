import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { keys } from "@tessera/client";
import { useEffect, useState } from "react";

/** What is shown of an event, by the name that follows `["event", org, event]` in its query keys. */
type Part = "orders" | "order" | "stats" | "products" | "quotas" | "categories" | "prices" | "vouchers" | "lists";

const anOrder: readonly Part[] = ["orders", "order", "stats", "products", "quotas", "lists"];
const anAdmission: readonly Part[] = ["lists", "order", "stats"];

const partsByKind: Record<string, readonly Part[]> = {
  "order.placed": anOrder,
  "order.paid": anOrder,
  "order.cancelled": anOrder,
  "order.expired": anOrder,
  "ticket.checked_in": anAdmission,
  "ticket.check_in_undone": anAdmission,
  "quota.changed": ["products", "quotas", "stats"],
  "product.updated": ["products", "quotas", "categories", "prices"],
  "prices.changed": ["prices"],
  "voucher.changed": ["vouchers", "prices"],
  "check_in_list.created": ["lists"],
  "check_in_list.updated": ["lists"],
};

/** The event itself was changed or called off: whatever is shown of it may say something else now. */
const ofEverything = "event.updated";

/** The queries that a fact of the stream makes stale. */
export function staleKeys(org: string, event: string, kinds: Iterable<string>): QueryKey[] {
  const told = [...kinds];
  if (told.includes(ofEverything)) return [keys.event(org, event)];
  const parts = new Set(told.flatMap((kind) => partsByKind[kind] ?? []));
  return [...parts].map((part) => [...keys.event(org, event), part]);
}

/** How often the page looks by itself while there is no stream, in milliseconds. */
const pollEvery = 15_000;
/** However much happens, the page asks at most so often, in milliseconds. */
const atMostEvery = 1000;

/**
 * Keeps what is shown of an event fresh: by the server's stream of facts, and by asking every 15 seconds while
 * there is none. A hidden tab lets go of its connection, because a browser has only six of them per server.
 * Tells whether it listens; false once the stream broke, until it is back.
 */
export function useLiveEvent(org: string, event: string): boolean {
  const client = useQueryClient();
  const [up, setUp] = useState(true);
  useEffect(() => {
    const stream = follow(client, org, event, setUp);
    const onVisibility = () => (document.hidden ? stream.rest() : stream.wake());
    document.addEventListener("visibilitychange", onVisibility);
    if (!document.hidden) stream.wake();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      stream.rest();
    };
  }, [client, org, event]);
  return up;
}

function follow(client: QueryClient, org: string, event: string, onState: (up: boolean) => void) {
  const waiting = new Set<string>();
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  let missed = false;

  const refresh = () => {
    const stale = staleKeys(org, event, waiting);
    // What is being asked for is let finish: whoever just asked a list for more would not get it otherwise.
    if (stale.some((queryKey) => client.isFetching({ queryKey }) > 0)) {
      timer = setTimeout(refresh, atMostEvery);
      return;
    }
    timer = undefined;
    waiting.clear();
    for (const queryKey of stale) void client.invalidateQueries({ queryKey });
  };
  const refreshAll = () => void client.invalidateQueries({ queryKey: keys.event(org, event) });
  const onFact = ({ type }: Event) => {
    waiting.add(type);
    timer ??= setTimeout(refresh, atMostEvery);
  };
  const onOpen = () => {
    clearInterval(poll);
    poll = undefined;
    onState(true);
    // What happened while nobody listened is not told again.
    if (missed) refreshAll();
    missed = false;
  };
  const onError = () => {
    missed = true;
    onState(false);
    poll ??= setInterval(() => {
      refreshAll();
      // A refused stream stays closed; a broken one reconnects by itself.
      if (source?.readyState === EventSource.CLOSED) connect();
    }, pollEvery);
  };
  const connect = () => {
    source?.close();
    source = new EventSource(`/api/v1/organisations/${org}/events/${event}/live`);
    source.addEventListener("open", onOpen);
    source.addEventListener("error", onError);
    for (const kind of [ofEverything, ...Object.keys(partsByKind)]) source.addEventListener(kind, onFact);
  };
  return {
    wake: () => {
      if (!source) connect();
    },
    rest: () => {
      clearTimeout(timer);
      clearInterval(poll);
      timer = undefined;
      poll = undefined;
      if (source) missed = true;
      source?.close();
      source = null;
    },
  };
}
