import { useMutation, useQuery } from "@tanstack/react-query";
import { api, type Role, type SsoTest } from "@tessera/client";
import { Alert, Button } from "@tessera/ui";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { trialQuery } from "./queries";

interface Props {
  org: string;
  token: string | undefined;
  connected: boolean;
  roles: Role[];
}

/** Signs the person at the screen in at the provider, and shows what it says about them. */
export function Trial({ org, token, connected, roles }: Props) {
  const outcome = useQuery({ ...trialQuery(org, token ?? ""), enabled: Boolean(token) });
  const begin = useMutation({
    mutationFn: () => api.POST("/api/v1/organisations/{org}/sso/test", { params: { path: { org } } }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <div className="flex flex-col gap-4">
      {begin.error && <ProblemAlert error={begin.error} title="The connection does not work" />}
      {token && !begin.error && (
        <Loaded query={outcome} failure="The outcome could not be loaded">
          {(told) => <Outcome told={told} roles={roles} />}
        </Loaded>
      )}
      <Button className="self-start" busy={begin.isPending} disabled={!connected} onClick={() => begin.mutate()}>
        Test the connection
      </Button>
      {!connected && <p className="text-sm text-ink-2">Save the connection first.</p>}
    </div>
  );
}

function Outcome({ told, roles }: { told: SsoTest; roles: Role[] }) {
  if (!told.works) {
    return (
      <div role="status">
        <Alert tone="danger" title="Nobody can sign in">
          {sentence(told.problem ?? "")}
        </Alert>
      </div>
    );
  }
  const role = roles.find(({ role }) => role === told.role)?.name;
  return (
    <div role="status" className="flex flex-col gap-4">
      <Alert tone="success" title="It works">
        {role
          ? `You would be here with the role ${role}.`
          : "Your groups have no role here, so you would stay outside."}
      </Alert>
      {!told.email && (
        <Alert tone="warning">The provider sends no address that it vouches for. Nobody new can join.</Alert>
      )}
      {told.email && !told.domain_verified && (
        <Alert tone="warning">
          The domain of {told.email} is not proven. Nobody new can join with such an address.
        </Alert>
      )}
      <details open>
        <summary className="w-fit font-semibold">What the provider says about you</summary>
        <dl className="mt-2 grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          {Object.entries(told.claims ?? {}).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-code break-all text-ink-2">{name}</dt>
              <dd className="font-code break-all">{typeof value === "string" ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.?$/, ".")}`;
