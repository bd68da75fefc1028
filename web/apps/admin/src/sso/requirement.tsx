import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, keys, type SsoConnection } from "@tessera/client";
import { Alert, Button } from "@tessera/ui";
import { useState } from "react";
import { Confirm } from "../app/confirm";
import { useCan } from "../app/permissions";
import { ProblemAlert } from "../app/problem-alert";
import { sessionQuery } from "../lib/queries";
import { membersQuery } from "../team/queries";

/** Whether members get in through the provider only. */
export function Requirement({ org, connection }: { org: string; connection: SsoConnection | null }) {
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery());
  const members = useQuery({ ...membersQuery(org), enabled: useCan("members.view") });
  const [asking, setAsking] = useState(false);
  const save = useMutation({
    mutationFn: (required: boolean) =>
      api.PUT("/api/v1/organisations/{org}/sso/requirement", { params: { path: { org } }, body: { required } }),
    onSuccess: (sso) => {
      client.setQueryData(keys.sso(org), sso);
      setAsking(false);
    },
  });
  if (!connection) return <p className="text-ink-2">Connect the provider and test it first.</p>;
  const spare = connection.break_glass;
  const name = spare === session.person.id ? "You" : members.data?.items.find(({ person }) => person === spare)?.name;
  return (
    <div className="flex flex-col gap-4">
      {connection.required ? (
        <>
          <Alert tone="info" title="Members get in through the provider only">
            {name ?? "One owner"} {name === "You" ? "always get" : "always gets"} in by other means, too, in case the
            provider fails.
          </Alert>
          {save.error && <ProblemAlert error={save.error} />}
          <Button className="self-start" busy={save.isPending} onClick={() => save.mutate(false)}>
            Allow other ways to sign in
          </Button>
        </>
      ) : (
        <>
          <p className="max-w-[68ch] text-ink-2">
            Members may sign in by their own means as well: with a password or a passkey.
          </p>
          <Button className="self-start" onClick={() => setAsking(true)}>
            Require single sign-on
          </Button>
        </>
      )}
      <Confirm
        open={asking}
        title="Require single sign-on?"
        button="Require it"
        action={save}
        onConfirm={() => save.mutate(true)}
        onClose={() => setAsking(false)}
      >
        <p>
          Members who came in by their own means are asked to sign in at the provider. Only you still get in by other
          means: keep a password or a passkey for the day the provider fails.
        </p>
      </Confirm>
    </div>
  );
}
