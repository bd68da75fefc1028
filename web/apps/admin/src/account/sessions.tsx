import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type DeviceSession, keys } from "@tessera/client";
import { Badge, Button, formatMoment, formatRelative } from "@tessera/ui";
import { Laptop, Smartphone } from "lucide-react";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { mySessionsQuery } from "./queries";

/** Every place where one is signed in; one that looks strange can be ended, or all others at once. */
export function Sessions() {
  const client = useQueryClient();
  const query = useQuery(mySessionsQuery());
  const end = useMutation({
    mutationFn: (session: string | "others") =>
      session === "others"
        ? api.DELETE("/api/v1/me/sessions")
        : api.DELETE("/api/v1/me/sessions/{session}", { params: { path: { session } } }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.mySessions() }),
  });
  const said = end.isSuccess ? (end.variables === "others" ? "All others have ended." : "It has ended.") : "";
  return (
    <Loaded query={query} failure="Your sessions could not be loaded">
      {({ items }) => (
        <>
          {end.error && <ProblemAlert error={end.error} />}
          <ul className="divide-y divide-line rounded-card border border-line">
            {items.map((session) => (
              <Row
                key={session.id}
                session={session}
                busy={end.isPending && end.variables === session.id}
                onEnd={() => end.mutate(session.id)}
              />
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3">
            {items.length > 1 && (
              <Button busy={end.isPending && end.variables === "others"} onClick={() => end.mutate("others")}>
                Sign out everywhere else
              </Button>
            )}
            <p role="status" className="text-success">
              {said}
            </p>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Row({ session, busy, onEnd }: { session: DeviceSession; busy: boolean; onEnd: () => void }) {
  const { device, user_agent, ip, created_at, last_seen_at, current } = session;
  const Icon = /Android|iPhone|iPad|Mobile/.test(user_agent) ? Smartphone : Laptop;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-(--item-pad)">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1 basis-48" title={user_agent}>
        <p className="font-semibold">{device}</p>
        <p className="text-sm text-ink-2">
          {ip && `${ip} · `}since {formatMoment(created_at)}
          {!current && ` · used ${formatRelative(last_seen_at)}`}
        </p>
      </div>
      {current ? (
        <Badge tone="success">This one</Badge>
      ) : (
        <Button busy={busy} onClick={onEnd}>
          Sign out
          <span className="sr-only">: {device}</span>
        </Button>
      )}
    </li>
  );
}
