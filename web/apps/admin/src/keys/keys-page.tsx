import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Button } from "@tessera/ui";
import { Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import { Loaded } from "../app/loaded";
import { Page, Section } from "../app/page";
import { sessionQuery } from "../lib/queries";
import { AppList } from "./app-list";
import { KeyList } from "./key-list";
import { apiKeysQuery, appsQuery } from "./queries";

const NewKey = lazy(() => import("./new-key"));
const NewApp = lazy(() => import("./new-app"));

export type Panel = "new" | "app" | undefined;

/** What programs get in with: keys of the organisation, and apps of others that people may let act for them. */
export function KeysPage({ org, panel }: { org: string; panel: Panel }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(apiKeysQuery(org));
  const apps = useQuery(appsQuery(org));
  const { data: session } = useSuspenseQuery(sessionQuery());
  const grantable = session.organisations.find(({ slug }) => slug === org)?.permissions ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: keys.apiKeys(org) });
  const refreshApps = () => client.invalidateQueries({ queryKey: keys.apps(org) });
  const open = (next?: Panel) =>
    void navigate({ to: "/$org/api-keys", params: { org }, search: next ? { panel: next } : {} });
  return (
    <Page title="API keys" subtitle="What programs may do here, and with what they prove who they are.">
      <Section
        id="keys"
        title="Keys"
        hint="For programs that act for the organisation, such as a till, a website or a report."
        actions={
          <Button variant="primary" onClick={() => open("new")}>
            <Plus aria-hidden /> New key
          </Button>
        }
      >
        <Loaded query={query} failure="The keys could not be loaded">
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-ink-2">
                There is no key yet. A key does only what you tick, at the events that you choose, until the day that
                you set. The API is described under{" "}
                <a href="/docs" className="font-semibold text-brand underline underline-offset-3">
                  /docs
                </a>
                .
              </p>
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
      </Section>
      <Section
        id="apps"
        title="Apps of others"
        hint="They ask members, one by one, whether they may act for them. Here you decide which may ask, and for what."
        actions={
          <Button onClick={() => open("app")}>
            <Plus aria-hidden /> Register app
          </Button>
        }
      >
        <Loaded query={apps} failure="The apps could not be loaded">
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-ink-2">No app may ask yet.</p>
            ) : (
              <AppList org={org} items={items} onChanged={refreshApps} />
            )
          }
        </Loaded>
      </Section>
      <Suspense>
        {panel === "new" && (
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
        )}
        {panel === "app" && <NewApp org={org} grantable={grantable} onClose={() => open()} onMade={refreshApps} />}
      </Suspense>
    </Page>
  );
}
