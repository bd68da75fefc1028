import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import type { SecondFactorAsked } from "@tessera/client";
import { linkClass } from "@tessera/ui";
import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { useEnter } from "../sign-in/enter";
import { PasskeyButton } from "../sign-in/passkey-button";
import { PasswordForm } from "../sign-in/password-form";
import { Refusal } from "../sign-in/refusal";
import { SecondFactor } from "../sign-in/second-factor";
import { SsoForm } from "../sign-in/sso-form";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({
    next: z.catch(z.optional(z.string()), undefined),
    /** Why single sign-on let nobody in, and at which organisation. */
    problem: z.catch(z.optional(z.string()), undefined),
    org: z.catch(z.optional(z.string()), undefined),
  }),
  component: SignIn,
});

function SignIn() {
  const { next, problem, org } = Route.useSearch();
  const enter = useEnter(next);
  const client = useQueryClient();
  // The session before may have ended elsewhere: nothing that was loaded with it stays in the browser's memory.
  useEffect(() => client.clear(), [client]);
  const [asked, setAsked] = useState<SecondFactorAsked["second_factor"] | null>(null);
  if (asked) {
    return (
      <Gate title="One more step" intro="Your password is right. Prove with something else that it is you.">
        <SecondFactor asked={asked} onSession={enter} onStartAgain={() => setAsked(null)} />
      </Gate>
    );
  }
  return (
    <Gate
      title="Sign in"
      intro={
        <>
          New here?{" "}
          <Link to="/sign-up" search={{ next }} className={linkClass}>
            Create an account
          </Link>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {problem && <Refusal code={problem} />}
        <PasskeyButton onSession={enter} />
        <PasswordForm onSession={enter} onSecondFactor={setAsked} />
        <SsoForm next={next} org={org} />
      </div>
    </Gate>
  );
}
