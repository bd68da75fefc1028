import { useMutation } from "@tanstack/react-query";
import type { ApiKey } from "@tessera/client";
import { Badge, Button, formatMoment, formatRelative } from "@tessera/ui";
import { Clock, KeySquare, UserX } from "lucide-react";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { eventsWord } from "../team/where";

interface Props {
  items: ApiKey[];
  revoke: (key: string) => Promise<unknown>;
  onRevoked: () => Promise<unknown>;
}

/** Keys with what they may do and when they were used, latest first. */
export function KeyList({ items, revoke, onRevoked }: Props) {
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const action = useMutation({
    mutationFn: revoke,
    onSuccess: async () => {
      await onRevoked();
      setDoomed(null);
    },
  });
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line">
        {items.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <KeySquare aria-hidden className="size-5 shrink-0 text-ink-2" />
            <div className="min-w-0 flex-1 basis-48">
              <p className="font-semibold break-words">
                <bdi>{key.name}</bdi>
              </p>
              <p className="text-sm text-ink-2">
                <span className="font-code">{key.prefix}…</span> · {reach(key)} ·{" "}
                {key.last_used_at ? `used ${formatRelative(key.last_used_at)}` : "never used"}
              </p>
            </div>
            {key.maker_left && <MakerLeft name={key.made_by} />}
            <Expiry at={key.expires_at ?? null} />
            <Button onClick={() => setDoomed(key)}>
              Revoke
              <span className="sr-only">: {key.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Confirm
        open={doomed !== null}
        title={`Revoke “${doomed?.name ?? ""}”?`}
        button="Revoke key"
        action={action}
        onConfirm={() => doomed && action.mutate(doomed.id)}
        onClose={() => setDoomed(null)}
      >
        <p>Whatever uses it is refused from the next request on. This cannot be undone; a new key can be made.</p>
      </Confirm>
    </>
  );
}

/** "1 right", "3 rights" */
export const rightsWord = (count: number): string => (count === 1 ? "1 right" : `${count} rights`);

/** What a key reaches, in a few words. */
export function reach({ permissions, events }: Pick<ApiKey, "permissions" | "events">): string {
  const rights = rightsWord(permissions.length);
  if (!events) return rights;
  return `${rights} at ${eventsWord(events.length)}`;
}

/** That whoever made it belongs to the organisation no more, and may still know its secret. */
export function MakerLeft({ name }: { name: string | null | undefined }) {
  return (
    <Badge tone="warning" icon={UserX}>
      {name ? `${name} has left` : "Its maker has left"}
    </Badge>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (!at) return <Badge>No end</Badge>;
  if (Date.parse(at) < Date.now()) return <Badge tone="danger">Expired</Badge>;
  return (
    <Badge tone="info" icon={Clock}>
      Until {formatMoment(at)}
    </Badge>
  );
}
