import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AllowedApp, api, keys } from "@tessera/client";
import { Button, formatMoment, formatRelative } from "@tessera/ui";
import { Blocks } from "lucide-react";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { rightsWord } from "../keys/key-list";
import { myAppsQuery } from "./queries";

/** Apps that act for whoever is signed in, each to be sent away. */
export function MyApps() {
  const client = useQueryClient();
  const query = useQuery(myAppsQuery());
  const [doomed, setDoomed] = useState<AllowedApp | null>(null);
  const action = useMutation({
    mutationFn: (consent: string) => api.DELETE("/api/v1/me/apps/{consent}", { params: { path: { consent } } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.myApps() });
      setDoomed(null);
    },
  });
  return (
    <Loaded query={query} failure="Your apps could not be loaded">
      {({ items }) => (
        <>
          {items.length === 0 && <p className="text-ink-2">You let no app act for you.</p>}
          {items.length > 0 && (
            <ul className="divide-y divide-line rounded-card border border-line">
              {items.map((item) => (
                <li key={item.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-(--item-pad)">
                  <Blocks aria-hidden className="size-5 shrink-0 text-ink-2" />
                  <div className="min-w-0 flex-1 basis-48">
                    <p className="font-semibold break-words">
                      <bdi>{item.app}</bdi>
                    </p>
                    <p className="text-sm break-words text-ink-2">
                      {rightsWord(item.permissions.length)} in <bdi>{item.organisation}</bdi> · since{" "}
                      {formatMoment(item.created_at)} ·{" "}
                      {item.last_used_at ? `used ${formatRelative(item.last_used_at)}` : "never used"}
                    </p>
                  </div>
                  <Button onClick={() => setDoomed(item)}>
                    Take back
                    <span className="sr-only">: {item.app}</span>
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <Confirm
            open={doomed !== null}
            title={`Take back what “${doomed?.app ?? ""}” may do?`}
            button="Take back"
            action={action}
            onConfirm={() => doomed && action.mutate(doomed.id)}
            onClose={() => setDoomed(null)}
          >
            <p>It stops acting for you at once. It may ask again, and you decide anew.</p>
          </Confirm>
        </>
      )}
    </Loaded>
  );
}
