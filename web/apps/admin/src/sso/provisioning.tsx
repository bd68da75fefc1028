import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, type Scim } from "@tessera/client";
import { Alert, Button, formatMoment } from "@tessera/ui";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { scimQuery } from "./queries";
import { CopyLine } from "./sso-page";

/** The token by which the provider says who belongs to the organisation. */
export function Provisioning({ org }: { org: string }) {
  const query = useQuery(scimQuery(org));
  return (
    <Loaded query={query} failure="The token could not be loaded">
      {(scim) => <Token org={org} scim={scim} />}
    </Loaded>
  );
}

function Token({ org, scim }: { org: string; scim: Scim }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<"replace" | "revoke" | null>(null);
  const reload = async () => {
    await client.invalidateQueries({ queryKey: keys.scim(org) });
    setAsking(null);
  };
  const path = { params: { path: { org } } };
  const make = useMutation({
    mutationFn: () => api.POST("/api/v1/organisations/{org}/scim", path),
    onSuccess: reload,
  });
  const revoke = useMutation({
    mutationFn: () => api.DELETE("/api/v1/organisations/{org}/scim", path),
    onSuccess: async () => {
      make.reset();
      await reload();
    },
  });
  const there = Boolean(scim.token_made_at);
  return (
    <div className="flex flex-col gap-4">
      <dl className="flex flex-col gap-3">
        <CopyLine label="Endpoint" text={scim.endpoint} />
        {make.data && <CopyLine label="Token" text={make.data.token} />}
      </dl>
      {make.data && (
        <div role="status">
          <Alert tone="warning" title="Copy the token now">
            It is shown this once. Whoever has it decides who belongs to the organisation.
          </Alert>
        </div>
      )}
      {scim.token_made_at && (
        <p className="text-ink-2">
          The token was made {formatMoment(scim.token_made_at)}.{" "}
          {scim.last_used_at ? `It was last used ${formatMoment(scim.last_used_at)}.` : "It has not been used yet."}
        </p>
      )}
      {make.error && asking === null && <ProblemAlert error={make.error} title="The token was not made" />}
      <div className="flex flex-wrap gap-3">
        <Button busy={make.isPending} onClick={() => (there ? setAsking("replace") : make.mutate())}>
          {there ? "Make another token" : "Make a token"}
        </Button>
        {there && <Button onClick={() => setAsking("revoke")}>Revoke the token</Button>}
      </div>
      <Confirm
        open={asking !== null}
        title={asking === "replace" ? "Make another token?" : "Revoke the token?"}
        button={asking === "replace" ? "Make another" : "Revoke"}
        action={asking === "replace" ? make : revoke}
        onConfirm={() => (asking === "replace" ? make : revoke).mutate()}
        onClose={() => setAsking(null)}
      >
        <p>The token of before is worth nothing from now on. Who was provisioned stays.</p>
      </Confirm>
    </div>
  );
}
