import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { DoorPage } from "../../../../../door/door-page";
import { checkInListsQuery } from "../../../../../door/queries";
import { useLiveEvent } from "../../../../../lib/live";
import { eventQuery } from "../../../../../lib/queries";

export const Route = createFileRoute("/_in/$org/events/$event/door")({
  staticData: { bare: true },
  validateSearch: z.object({ list: z.catch(z.optional(z.string()), undefined) }),
  loader: ({ context, params: { org, event } }) => context.queryClient.ensureQueryData(checkInListsQuery(org, event)),
  component: Door,
});

function Door() {
  const { org, event } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const live = useLiveEvent(org, event);
  const { data } = useSuspenseQuery(eventQuery(org, event));
  const { data: lists } = useSuspenseQuery(checkInListsQuery(org, event));
  // There is always one list: the server makes "everyone, once" with the event.
  const list = lists.items.find(({ id }) => id === search.list) ?? lists.items[0];
  const chooseList = (id: string) =>
    void navigate({ search: id === lists.items[0]?.id ? {} : { list: id }, replace: true });
  return (
    list && (
      <DoorPage
        key={list.id}
        org={org}
        event={data}
        lists={lists.items}
        list={list}
        live={live}
        onList={chooseList}
        leavable
      />
    )
  );
}
