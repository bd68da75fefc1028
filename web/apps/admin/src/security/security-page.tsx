import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ApiProblem, api, keys, type SecurityPolicy } from "@tessera/client";
import { Alert, Button, Checkbox, Field, linkClass, RadioGroup } from "@tessera/ui";
import { Check } from "lucide-react";
import { useState } from "react";
import { Loaded } from "../app/loaded";
import { Page, Section } from "../app/page";
import { useCan } from "../app/permissions";
import { ProblemAlert } from "../app/problem-alert";
import { membersQuery, rolesQuery } from "../team/queries";
import { AuditKeeping } from "./audit-keeping";
import { securityQuery } from "./queries";

/** What the organisation asks of its members, and where its history goes. */
export function SecurityPage({ org }: { org: string }) {
  const query = useQuery(securityQuery(org));
  return (
    <Page title="Security" width="form">
      <Section
        id="second-factor"
        title="Second factor"
        hint="A passkey, or a code besides the password: a stolen password alone opens nothing then."
      >
        <Loaded query={query} failure="The rule could not be loaded">
          {(policy) => <SecondFactorRule org={org} policy={policy} />}
        </Loaded>
      </Section>
      <AuditKeeping org={org} />
    </Page>
  );
}

function SecondFactorRule({ org, policy }: { org: string; policy: SecurityPolicy }) {
  const client = useQueryClient();
  const seesMembers = useCan("members.view");
  const members = useQuery({ ...membersQuery(org), enabled: seesMembers });
  const roles = useQuery({ ...rolesQuery(org), enabled: seesMembers });
  const [rule, setRule] = useState(policy.second_factor);
  const [chosen, setChosen] = useState(policy.second_factor_roles ?? []);
  const [tried, setTried] = useState(false);
  const none = rule === "roles" && chosen.length === 0;
  const save = useMutation({
    mutationFn: (body: SecurityPolicy) =>
      api.PUT("/api/v1/organisations/{org}/security", { params: { path: { org } }, body }),
    onSuccess: (saved) => client.setQueryData(keys.security(org), saved),
  });
  const without = members.data?.items.filter(({ second_factor }) => !second_factor).length ?? 0;
  const lacking = save.error instanceof ApiProblem && save.error.code === "identity.no_second_factor";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!none) save.mutate({ second_factor: rule, second_factor_roles: rule === "roles" ? chosen : [] });
      }}
      className="flex flex-col gap-5"
    >
      {save.error && !lacking && <ProblemAlert error={save.error} title="The rule was not changed" />}
      {lacking && (
        <div role="alert">
          <Alert tone="warning" title="Set up a second factor yourself first">
            Otherwise the rule would lock you out.{" "}
            <Link to="/account" hash="second-factor" className={linkClass}>
              Go to your account
            </Link>
          </Alert>
        </div>
      )}
      <Field label="Who needs one" name="second_factor" group>
        <RadioGroup
          name="second_factor"
          value={rule}
          onChange={setRule}
          options={[
            { value: "off", label: "Nobody", hint: "Everybody decides for themselves." },
            {
              value: "everyone",
              label: "Every member",
              hint: "Whoever has none sees nothing of the organisation until they add one.",
            },
            ...(seesMembers
              ? [{ value: "roles" as const, label: "Members with certain roles", hint: "Their own role, or a team's." }]
              : []),
          ]}
        />
      </Field>
      {rule === "roles" && (
        <Field
          label="Roles that need one"
          name="second_factor_roles"
          group
          error={tried && none ? "Choose at least one role" : undefined}
        >
          <Loaded query={roles} failure="The roles could not be loaded" skeleton="h-40">
            {({ items }) => (
              <div>
                {items.map(({ role, name }) => (
                  <Checkbox
                    key={role}
                    label={<bdi>{name}</bdi>}
                    checked={chosen.includes(role)}
                    onChange={({ target }) =>
                      setChosen(target.checked ? [...chosen, role] : chosen.filter((other) => other !== role))
                    }
                  />
                ))}
              </div>
            )}
          </Loaded>
        </Field>
      )}
      {rule === "everyone" && policy.second_factor === "off" && without > 0 && (
        <Alert tone="warning">
          {without === 1 ? "1 member has" : `${without} members have`} none yet and will be kept out until they set one
          up.
        </Alert>
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save
        </Button>
        <p role="status" className="flex items-center gap-1.5 text-success">
          {save.isSuccess && rule === policy.second_factor && (
            <>
              <Check aria-hidden className="size-4" /> Saved
            </>
          )}
        </p>
      </div>
    </form>
  );
}
