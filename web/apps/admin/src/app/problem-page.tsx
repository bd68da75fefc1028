import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useParams, useRouter } from "@tanstack/react-router";
import { ApiProblem } from "@tessera/client";
import { Alert, Button, buttonClass, CopyButton, EmptyState, linkClass } from "@tessera/ui";
import { Compass, KeyRound, ShieldCheck } from "lucide-react";
import { Forbidden } from "./allowed";
import { Page } from "./page";

/** What failed, whether trying again helps, and the id that support asks for. */
export function ProblemPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage />;
  const problem = error instanceof ApiProblem ? error : null;
  if (problem?.code === "auth.second_factor_required") return <SecondFactorWanted />;
  if (problem?.code === "auth.sso_required" || problem?.code === "auth.sso_elsewhere") return <SsoWanted />;
  if (problem?.status === 403) return <Forbidden title={problem.title}>{problem.detail}</Forbidden>;
  return (
    <Page title={problem?.title ?? "This page failed"}>
      <Alert
        tone="danger"
        title={problem?.detail || "Something on this page did not work. Nothing you entered elsewhere is lost."}
        action={
          <Button
            variant="primary"
            onClick={() => {
              reset();
              void router.invalidate();
            }}
          >
            Try again
          </Button>
        }
      >
        {problem?.correlationId && (
          <span className="flex flex-wrap items-center gap-2">
            Request <code className="font-code select-all">{problem.correlationId}</code>
            <CopyButton text={problem.correlationId} label="Copy request id" />
          </span>
        )}
        {!problem && <code className="font-code text-sm">{String(error)}</code>}
      </Alert>
    </Page>
  );
}

/** The way to the provider of the organisation in the address, and back to this page. */
function SsoWanted() {
  const { org = "" } = useParams({ strict: false });
  const there = `/sso/${encodeURIComponent(org)}?next=${encodeURIComponent(window.location.pathname)}`;
  return (
    <Page title="Single sign-on is needed">
      <EmptyState
        icon={KeyRound}
        title="This organisation lets its members in through its identity provider"
        action={
          <a href={there} className={buttonClass({ variant: "primary" })}>
            Continue with SSO
          </a>
        }
      >
        If it does not know you yet, connect it first on{" "}
        <Link to="/account" hash="single-sign-on" className={linkClass}>
          your account's page
        </Link>
        .
      </EmptyState>
    </Page>
  );
}

function SecondFactorWanted() {
  return (
    <Page title="A second factor is needed">
      <EmptyState
        icon={ShieldCheck}
        title="This organisation asks its members for a second factor"
        action={
          <Link to="/account" hash="second-factor" className={buttonClass({ variant: "primary" })}>
            Set one up
          </Link>
        }
      >
        A passkey or an authenticator app will do. It takes a minute, then everything is here again.
      </EmptyState>
    </Page>
  );
}

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Link to="/" className={buttonClass({ variant: "primary" })}>
            Go to your organisation
          </Link>
        }
      >
        It may have been removed, or it belongs to an organisation that you are not a member of.
      </EmptyState>
    </Page>
  );
}
