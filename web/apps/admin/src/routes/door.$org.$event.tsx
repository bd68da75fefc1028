import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, redirect } from "@tanstack/react-router";
import { keys } from "@tessera/client";
import { useEffect, useState } from "react";
import { DoorPage } from "../door/door-page";
import { checkInListsQuery } from "../door/queries";
import { eventQuery, sessionQuery } from "../lib/queries";

/** How often a device without a stream looks how many are in, in milliseconds. */
const lookEvery = 5000;

/** The door on a helper's phone: the same screen, without a way to anything else. */
export const Route = createFileRoute("/door/$org/$event")({
  beforeLoad: ({ context }) => {
    if (!context.queryClient.getQueryData(sessionQuery().queryKey)) throw redirect({ to: "/door" });
  },
  loader: async ({ context, params: { org, event } }) => {
    await Promise.all([
      context.queryClient.ensureQueryData(eventQuery(org, event)),
      context.queryClient.ensureQueryData(checkInListsQuery(org, event)),
    ]);
  },
  component: DeviceDoor,
});

function DeviceDoor() {
  const { org, event } = Route.useParams();
  const client = useQueryClient();
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: lists } = useSuspenseQuery(checkInListsQuery(org, event));
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    const look = setInterval(() => {
      if (document.hidden) return;
      void client.invalidateQueries({ queryKey: keys.checkInLists(org, event) });
      void client.invalidateQueries({ queryKey: keys.event(org, event), exact: true });
    }, lookEvery);
    return () => clearInterval(look);
  }, [client, org, event]);
  const list = lists.items.find(({ id }) => id === chosen) ?? lists.items[0];
  return (
    list && <DoorPage key={list.id} org={org} event={data} lists={lists.items} list={list} live onList={setChosen} />
  );
}
