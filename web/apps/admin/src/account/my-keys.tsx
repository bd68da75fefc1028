import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import { Button } from "@tessera/ui";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Loaded } from "../app/loaded";
import { KeyList } from "../keys/key-list";
import { sessionQuery } from "../lib/queries";
import { myApiKeysQuery } from "./queries";

const NewKey = lazy(() => import("../keys/new-key"));

/** Keys that do what their owner may do, and no more than is ticked. */
export function MyKeys() {
  const client = useQueryClient();
  const query = useQuery(myApiKeysQuery());
  const { data: session } = useSuspenseQuery(sessionQuery());
  const [adding, setAdding] = useState(false);
  const grantable = [...new Set(session.organisations.flatMap(({ permissions }) => permissions))];
  const refresh = () => client.invalidateQueries({ queryKey: keys.myApiKeys() });
  return (
    <Loaded query={query} failure="Your keys could not be loaded">
      {({ items }) => (
        <>
          {items.length > 0 && (
            <KeyList
              items={items}
              revoke={(key) => api.DELETE("/api/v1/me/api-keys/{key}", { params: { path: { key } } })}
              onRevoked={refresh}
            />
          )}
          <Button className="self-start" onClick={() => setAdding(true)}>
            <Plus aria-hidden /> New key
          </Button>
          {adding && (
            <Suspense>
              <NewKey
                grantable={grantable}
                onClose={() => setAdding(false)}
                create={async ({ name, permissions, expires_at }) => {
                  const made = await api.POST("/api/v1/me/api-keys", { body: { name, permissions, expires_at } });
                  await refresh();
                  return made;
                }}
              />
            </Suspense>
          )}
        </>
      )}
    </Loaded>
  );
}
