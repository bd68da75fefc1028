import { useQueries } from "@tanstack/react-query";
import { api, type EventSummary, keys, type OrderSummary } from "@tessera/client";
import { useEffect, useState } from "react";

export interface FoundOrder {
  order: OrderSummary;
  event: EventSummary;
}

/** Outside of an event, orders are looked for in so many events: those nearest to now. */
const nearest = 4;
/** How many orders of an event are listed. */
const most = 5;

const distance = ({ starts_at }: EventSummary) => Math.abs(Date.parse(starts_at) - Date.now());

/** Orders by code, name or address: of the event at hand, otherwise of the events around now. */
export function useFoundOrders(org: string, event: string | undefined, events: EventSummary[], query: string) {
  const settled = useSettled(query.trim());
  const wanted = settled.length >= 2;
  const here = event
    ? events.filter(({ slug }) => slug === event)
    : events.toSorted((a, b) => distance(a) - distance(b)).slice(0, nearest);
  const answers = useQueries({
    queries: here.map((one) => ({
      queryKey: keys.orders(org, one.slug, { palette: settled }),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.GET("/api/v1/organisations/{org}/events/{event}/orders", {
          params: { path: { org, event: one.slug }, query: { q: settled, limit: most } },
          signal,
        }),
      enabled: wanted,
      staleTime: 30_000,
    })),
  });
  const found = answers.flatMap(({ data }, at) => {
    const one = here[at];
    return one ? (data?.items ?? []).map((order): FoundOrder => ({ order, event: one })) : [];
  });
  return { found: wanted ? found : [], busy: wanted && answers.some(({ isFetching }) => isFetching) };
}

/** The text once nobody types any more, a fifth of a second after the last key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
