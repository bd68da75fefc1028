import { useSuspenseQuery } from "@tanstack/react-query";
import { Page, Parts, Section } from "../app/page";
import { sessionQuery } from "../lib/queries";
import { Refusal } from "../sign-in/refusal";
import { Authenticator } from "./authenticator";
import { EmailForm } from "./email-form";
import { AccountLog } from "./log";
import { MyApps } from "./my-apps";
import { MyKeys } from "./my-keys";
import { Passkeys } from "./passkeys";
import { PasswordChange } from "./password-change";
import { PersonForm } from "./person-form";
import { Sessions } from "./sessions";
import { SingleSignOn } from "./single-sign-on";

const parts = [
  ["you", "You"],
  ["email", "Email address"],
  ["passkeys", "Passkeys"],
  ["password", "Password"],
  ["second-factor", "Second factor"],
  ["sessions", "Where you are signed in"],
  ["log", "What happened"],
  ["apps", "Apps"],
  ["keys", "API keys"],
] as const;

const sso = ["single-sign-on", "Single sign-on"] as const;

/** Everything about oneself: who, how to sign in, from where. */
export function AccountPage({ linked, problem }: { linked: string | undefined; problem: string | undefined }) {
  const { data: session } = useSuspenseQuery(sessionQuery());
  // A session through one organisation's provider changes nothing about the account.
  const connectable = session.sso ? [] : session.organisations.filter(({ sso }) => sso);
  return (
    <Page title="Your account">
      <Parts parts={connectable.length > 0 ? [...parts, sso] : parts}>
        <Section id="you" title="You">
          <PersonForm person={session.person} />
        </Section>
        <Section id="email" title="Email address">
          <EmailForm person={session.person} />
        </Section>
        <Section
          id="passkeys"
          title="Passkeys"
          hint="Sign in with the lock of your device. Nothing to remember, nothing that could be stolen from a server."
        >
          <Passkeys />
        </Section>
        <Section id="password" title="Password">
          <PasswordChange />
        </Section>
        <Section
          id="second-factor"
          title="Second factor"
          hint="A code besides the password, so that a stolen password is worth nothing."
        >
          <Authenticator />
        </Section>
        <Section id="sessions" title="Where you are signed in">
          <Sessions />
        </Section>
        <Section
          id="log"
          title="What happened"
          hint="Sign-ins, changes of your account, and what was refused. If something was not you, change your password and end the other sessions."
        >
          <AccountLog />
        </Section>
        <Section id="apps" title="Apps" hint="Programs of others that you let act for you.">
          <MyApps />
        </Section>
        <Section id="keys" title="API keys" hint="For programs that act as you, wherever you may act yourself.">
          <MyKeys />
        </Section>
        {connectable.length > 0 && (
          <Section
            id="single-sign-on"
            title="Single sign-on"
            hint="Sign in at your organisation's identity provider. It has to know once who you are there."
          >
            {problem && <Refusal code={problem} />}
            <SingleSignOn organisations={connectable} linked={linked} />
          </Section>
        )}
      </Parts>
    </Page>
  );
}
