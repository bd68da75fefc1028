import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { ApiProblem, api, type InvitationOffer, keys } from "@tessera/client";
import { Alert, Button, buttonClass, formatMoment, Skeleton } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { ProblemAlert } from "../app/problem-alert";
import { sessionQuery } from "../lib/queries";

export const Route = createFileRoute("/invitation")({
  validateSearch: z.object({ token: z.catch(z.string(), "") }),
  component: Invitation,
});

function Invitation() {
  const { token } = Route.useSearch();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => api.GET("/api/v1/invitations/{token}", { params: { path: { token } }, signal }),
    retry: false,
  });
  if (isPending) {
    return (
      <Gate title="Your invitation">
        <div role="status">
          <span className="sr-only">Loading</span>
          <Skeleton className="h-24 w-full" />
        </div>
      </Gate>
    );
  }
  if (error) {
    const gone = error instanceof ApiProblem && error.status < 500 && error.status !== 0;
    if (gone) return <Over />;
    return (
      <Gate title="Your invitation">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Gate>
    );
  }
  return data.expired ? <Over /> : <Open token={token} invitation={data} />;
}

function Over() {
  return (
    <Gate title="Your invitation">
      <Alert tone="warning" title="This invitation is over">
        It was accepted already, was taken back, or is too old. Whoever invited you can send another.
      </Alert>
    </Gate>
  );
}

function Open({ token, invitation }: { token: string; invitation: InvitationOffer }) {
  const { organisation, slug, role_name, invited_by, email, expires_at, has_account } = invitation;
  const router = useRouter();
  const client = useQueryClient();
  const { data: session, isPending } = useQuery({ ...sessionQuery(), retry: false });
  const accept = useMutation({
    mutationFn: () => api.POST("/api/v1/invitations/{token}/accept", { params: { path: { token } } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.session() });
      await router.navigate({ to: "/$org", params: { org: slug } });
    },
  });
  const next = `/invitation?token=${encodeURIComponent(token)}`;
  return (
    <Gate
      title={`Join ${organisation}`}
      intro={
        <>
          {invited_by ? `${invited_by} invites you` : "You are invited"} as <strong>{role_name}</strong>. The invitation
          holds until {formatMoment(expires_at)}.
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {accept.error && <ProblemAlert error={accept.error} />}
        {session && session.person.email === email && (
          <Button variant="primary" size="lg" busy={accept.isPending} onClick={() => accept.mutate()}>
            Join as {session.person.name}
          </Button>
        )}
        {session && session.person.email !== email && (
          <Alert tone="info" title={`The invitation is for ${email}`}>
            You are signed in with {session.person.email}. Sign in with the other address to join.
          </Alert>
        )}
        {session?.person.email !== email && !isPending && (
          <>
            {!has_account && (
              <Link
                to="/sign-up"
                search={{ next, email, invitation: token }}
                className={buttonClass({ variant: "primary", size: "lg" })}
              >
                Create an account
              </Link>
            )}
            <Link
              to="/sign-in"
              search={{ next }}
              className={buttonClass({ variant: has_account ? "primary" : "secondary", size: "lg" })}
            >
              Sign in
            </Link>
          </>
        )}
      </div>
    </Gate>
  );
}
