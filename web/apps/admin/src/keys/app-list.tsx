import { useMutation } from "@tanstack/react-query";
import { api, type ThirdPartyApp } from "@tessera/client";
import { Badge, Button, CopyButton } from "@tessera/ui";
import { Blocks } from "lucide-react";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { MakerLeft, rightsWord } from "./key-list";
import { RenewSecret } from "./renew-secret";

interface Props {
  org: string;
  items: ThirdPartyApp[];
  onChanged: () => Promise<unknown>;
}

/** "Nobody uses it", "3 people use it" */
export const peopleWord = (count: number): string =>
  count === 0 ? "nobody uses it" : count === 1 ? "1 person uses it" : `${count} people use it`;

/** Apps of others that may ask the organisation's people, latest first. */
export function AppList({ org, items, onChanged }: Props) {
  const [doomed, setDoomed] = useState<ThirdPartyApp | null>(null);
  const [renewed, setRenewed] = useState<ThirdPartyApp | null>(null);
  const action = useMutation({
    mutationFn: (app: string) =>
      api.DELETE("/api/v1/organisations/{org}/apps/{app}", { params: { path: { org, app } } }),
    onSuccess: async () => {
      await onChanged();
      setDoomed(null);
    },
  });
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line">
        {items.map((app) => (
          <li key={app.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
            <Blocks aria-hidden className="size-5 shrink-0 text-ink-2" />
            <div className="min-w-0 flex-1 basis-48">
              <p className="font-semibold break-words">
                <bdi>{app.name}</bdi>
              </p>
              <p className="text-sm break-words text-ink-2">
                {rightsWord(app.permissions.length)} · {peopleWord(app.people)}
              </p>
              <p className="flex flex-wrap items-center gap-x-1 text-sm text-ink-2">
                <span className="font-code break-all">{app.id}</span>
                <CopyButton text={app.id} label={`Copy the client id of ${app.name}`} size="icon-sm" />
              </p>
            </div>
            {app.confidential && <Badge>Keeps a secret</Badge>}
            {app.confidential && app.maker_left && <MakerLeft name={app.made_by} />}
            {app.confidential && (
              <Button onClick={() => setRenewed(app)}>
                New secret
                <span className="sr-only">: {app.name}</span>
              </Button>
            )}
            <Button onClick={() => setDoomed(app)}>
              Remove
              <span className="sr-only">: {app.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <RenewSecret org={org} app={renewed} onRenewed={onChanged} onClose={() => setRenewed(null)} />
      <Confirm
        open={doomed !== null}
        title={`Remove “${doomed?.name ?? ""}”?`}
        button="Remove app"
        action={action}
        onConfirm={() => doomed && action.mutate(doomed.id)}
        onClose={() => setDoomed(null)}
      >
        <p>Whatever people allowed it ends at once. This cannot be undone; it can be registered anew.</p>
      </Confirm>
    </>
  );
}
