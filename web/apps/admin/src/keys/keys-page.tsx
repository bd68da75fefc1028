import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Button, EmptyState } from "@tessera/ui";
import { KeySquare, Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import { Loaded } from "../app/loaded";
import { Page } from "../app/page";
import { sessionQuery } from "../lib/queries";
import { KeyList } from "./key-list";
import { apiKeysQuery } from "./queries";

const NewKey = lazy(() => import("./new-key"));

/** Keys of the organisation: for programs that work whoever comes and goes. */
export function KeysPage({ org, panel }: { org: string; panel: "new" | undefined }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(apiKeysQuery(org));
  const { data: session } = useSuspenseQuery(sessionQuery());
  const grantable = session.organisations.find(({ slug }) => slug === org)?.permissions ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: keys.apiKeys(org) });
  const open = (next?: "new") =>
    void navigate({ to: "/$org/api-keys", params: { org }, search: next ? { panel: next } : {} });
  const button = (
    <Button variant="primary" onClick={() => open("new")}>
      <Plus aria-hidden /> New key
    </Button>
  );
  return (
    <Page
      title="API keys"
      subtitle="For programs that act for the organisation, such as a till, a website or a report."
      actions={(query.data?.items.length ?? 0) > 0 && button}
    >
      <Loaded query={query} failure="The keys could not be loaded">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={KeySquare} title="No key yet" action={button}>
              A key does only what you tick, at the events that you choose, until the day that you set. The API is
              described under <a href="/docs">/docs</a>.
            </EmptyState>
          ) : (
            <KeyList
              items={items}
              revoke={(key) =>
                api.DELETE("/api/v1/organisations/{org}/api-keys/{key}", { params: { path: { org, key } } })
              }
              onRevoked={refresh}
            />
          )
        }
      </Loaded>
      {panel === "new" && (
        <Suspense>
          <NewKey
            org={org}
            grantable={grantable}
            onClose={() => open()}
            create={async (body) => {
              const made = await api.POST("/api/v1/organisations/{org}/api-keys", { params: { path: { org } }, body });
              await refresh();
              return made;
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}
