import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type DoorLink, type Event, keys } from "@tessera/client";
import { Badge, Button, EmptyState, formatMoment, formatRelative } from "@tessera/ui";
import { Clock, Plus, Smartphone } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { Page } from "../app/page";
import { checkInListsQuery, doorLinksQuery } from "./queries";

const NewLink = lazy(() => import("./new-link"));

interface Props {
  org: string;
  event: Event;
  panel: "new" | undefined;
}

/** Links that make a helper's phone door staff, for this event only. */
export function DoorLinksPage({ org, event, panel }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(doorLinksQuery(org, event.slug));
  const lists = useQuery(checkInListsQuery(org, event.slug)).data?.items ?? [];
  const [doomed, setDoomed] = useState<DoorLink | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.doorLinks(org, event.slug) });
  const open = (next?: "new") =>
    void navigate({
      to: "/$org/events/$event/door-links",
      params: { org, event: event.slug },
      search: next ? { panel: next } : {},
    });
  const revoke = useMutation({
    mutationFn: (link: string) =>
      api.DELETE("/api/v1/organisations/{org}/events/{event}/door-links/{link}", {
        params: { path: { org, event: event.slug, link } },
      }),
    onSuccess: async () => {
      await refresh();
      setDoomed(null);
    },
  });
  const button = (
    <Button variant="primary" onClick={() => open("new")}>
      <Plus aria-hidden /> New link
    </Button>
  );
  return (
    <Page
      title="Door links"
      subtitle="For helpers without an account: they open the link, or scan its code, and their phone is a scanner."
      actions={(query.data?.items.length ?? 0) > 0 && button}
    >
      <Loaded query={query} failure="The links could not be loaded">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Smartphone} title="No link yet" action={button}>
              A link opens the door of this event and nothing else. It ends some hours after the event, or when you
              revoke it.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line">
              {items.map((link) => (
                <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
                  <Smartphone aria-hidden className="size-5 shrink-0 text-ink-2" />
                  <div className="min-w-0 flex-1 basis-48">
                    <p className="font-semibold break-words">
                      <bdi>{link.name}</bdi>
                    </p>
                    <p className="text-sm break-words text-ink-2">
                      {listName(link, lists)} ·{" "}
                      {link.last_used_at ? `used ${formatRelative(link.last_used_at)}` : "never used"}
                    </p>
                  </div>
                  {Date.parse(link.expires_at) < Date.now() ? (
                    <Badge tone="danger">Over</Badge>
                  ) : (
                    <Badge tone="info" icon={Clock}>
                      Until {formatMoment(link.expires_at)}
                    </Badge>
                  )}
                  <Button onClick={() => setDoomed(link)}>
                    Revoke
                    <span className="sr-only">: {link.name}</span>
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Confirm
        open={doomed !== null}
        title={`Revoke “${doomed?.name ?? ""}”?`}
        button="Revoke link"
        action={revoke}
        onConfirm={() => doomed && revoke.mutate(doomed.id)}
        onClose={() => setDoomed(null)}
      >
        <p>Every phone that opened it is refused from the next scan on.</p>
      </Confirm>
      {panel === "new" && (
        <Suspense>
          <NewLink org={org} event={event} lists={lists} onClose={() => open()} onMade={refresh} />
        </Suspense>
      )}
    </Page>
  );
}

/** Which list a link is for, in words. */
export function listName(link: Pick<DoorLink, "list_id">, lists: readonly { id: string; name: string }[]): string {
  if (!link.list_id) return "Every list";
  return lists.find(({ id }) => id === link.list_id)?.name ?? "One list";
}
