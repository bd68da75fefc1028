import { useQuery } from "@tanstack/react-query";
import type { Sso } from "@tessera/client";
import { CopyButton } from "@tessera/ui";
import { Loaded } from "../app/loaded";
import { Page, Parts, Section } from "../app/page";
import { rolesQuery } from "../team/queries";
import { ConnectionForm } from "./connection-form";
import { Domains } from "./domains";
import { GuestProvider } from "./guest-provider";
import { Provisioning } from "./provisioning";
import { ssoQuery } from "./queries";
import { Requirement } from "./requirement";
import { Trial } from "./trial";

const parts = [
  ["register", "Register Tessera"],
  ["connection", "Connection"],
  ["test", "Test"],
  ["domains", "Mail domains"],
  ["requirement", "Only single sign-on"],
  ["provisioning", "Provisioning"],
  ["guests", "Guests"],
] as const;

/** The organisation's own identity provider: where it is, whom it lets in, and as what. */
export function SsoPage({ org, test }: { org: string; test: string | undefined }) {
  const query = useQuery(ssoQuery(org));
  const roles = useQuery(rolesQuery(org));
  return (
    <Page
      title="Single sign-on"
      subtitle="Members sign in at your own identity provider, by OpenID Connect: Keycloak, Entra ID, Okta and others."
    >
      <Parts parts={parts}>
        <Loaded query={query} failure="The connection could not be loaded" skeleton="h-96">
          {(sso) => (
            <div>
              <Section id="register" title="Register Tessera" hint="Enter these at your identity provider, exactly so.">
                <Addresses sso={sso} />
              </Section>
              <Section id="connection" title="Connection">
                <Loaded query={roles} failure="The roles could not be loaded" skeleton="h-96">
                  {({ items }) => <ConnectionForm org={org} connection={sso.connection ?? null} roles={items} />}
                </Loaded>
              </Section>
              <Section
                id="test"
                title="Test"
                hint="Signs you in at the provider and shows what it says about you. Your session here stays as it is."
              >
                <Trial org={org} token={test} connected={Boolean(sso.connection)} roles={roles.data?.items ?? []} />
              </Section>
            </div>
          )}
        </Loaded>
        <Section
          id="domains"
          title="Mail domains"
          hint="People with an address at a proven domain find your sign-in by it, and can join by signing in."
        >
          <Domains org={org} />
        </Section>
        <Section id="requirement" title="Only single sign-on">
          <Loaded query={query} failure="The rule could not be loaded">
            {(sso) => <Requirement org={org} connection={sso.connection ?? null} />}
          </Loaded>
        </Section>
        <Section
          id="provisioning"
          title="Provisioning"
          hint="By SCIM 2.0 the provider tells who joins, who leaves and who is in which group. Whoever it deactivates is out within seconds."
        >
          <Provisioning org={org} />
        </Section>
        <Section
          id="guests"
          title="Guests"
          hint="Guests see their tickets after signing in at an identity provider of yours: a club, a shop, a university. It lets nobody into the admin."
        >
          <GuestProvider org={org} />
        </Section>
      </Parts>
    </Page>
  );
}

function Addresses({ sso }: { sso: Sso }) {
  const addresses = [
    ["Redirect address", sso.redirect_uri],
    ["Address after signing out", sso.post_logout_redirect_uri],
    ["Back-channel logout", sso.backchannel_logout_uri],
    ["Where members sign in", sso.sign_in_url],
  ] as const;
  return (
    <dl className="flex flex-col gap-3">
      {addresses.map(([label, address]) => (
        <CopyLine key={label} label={label} text={address} />
      ))}
    </dl>
  );
}

/** Something to be entered elsewhere, with a button that copies it. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="flex flex-wrap items-center gap-x-2">
        <code className="min-w-0 font-code text-sm break-all select-all">{text}</code>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} size="icon-sm" />
      </dd>
    </div>
  );
}
