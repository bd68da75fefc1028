import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, keys, type Role, type SsoConnection } from "@tessera/client";
import { Button, Checkbox, Field, Select, TextInput } from "@tessera/ui";
import { Plus, Trash2 } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { sessionQuery } from "../lib/queries";
import { SaveBar, useSaved } from "../lib/saved";
import { ClientFields, clientBody, clientShape, clientValues } from "./client-fields";
import { Disconnect } from "./disconnect";

const schema = z.object({
  ...clientShape,
  group_claim: z.string(),
  groups: z.array(
    z.object({ group: z.string().check(z.trim(), z.minLength(1, "Enter the group's name")), role: z.string() }),
  ),
  default_role: z.string(),
  joins: z.boolean(),
});

interface Props {
  org: string;
  connection: SsoConnection | null;
  roles: Role[];
}

/** Where the provider is, who we are there, and what its groups are here. */
export function ConnectionForm({ org, connection, roles }: Props) {
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery());
  const mine = session.organisations.find(({ slug }) => slug === org)?.permissions ?? [];
  const offered = roles.filter(
    ({ role, permissions }) => role !== "owner" && permissions.every((name) => mine.includes(name)),
  );
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      ...clientValues(connection, "email profile"),
      group_claim: connection?.group_claim ?? "",
      groups: connection?.groups ?? [],
      default_role: connection ? (connection.default_role ?? "") : "viewer",
      joins: connection?.joins ?? true,
    },
    onSubmit: async ({ groups, group_claim, default_role, joins, ...typed }) => {
      const body = {
        ...clientBody(typed),
        groups,
        joins,
        group_claim: group_claim.trim() || null,
        default_role: default_role || null,
      };
      const sso = await api.PUT("/api/v1/organisations/{org}/sso", { params: { path: { org } }, body });
      client.setQueryData(keys.sso(org), sso);
      form.setValue("client_secret", "");
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "groups" });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      {summary}
      <ClientFields register={form.register} errorOf={errorOf} hasSecret={connection?.has_secret ?? false} />
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-2 font-semibold">Groups</legend>
        <Field
          label="Claim that lists groups"
          name="group_claim"
          error={errorOf("group_claim")}
          hint="Usually groups. A dot leads into an object, as in realm_access.roles"
          optional
        >
          <TextInput {...form.register("group_claim")} autoComplete="off" spellCheck={false} dir="ltr" />
        </Field>
        {fields.length > 0 && (
          <ol aria-label="Groups and their roles" className="flex flex-col gap-3">
            {fields.map(({ id }, place) => (
              <li key={id} className="flex flex-wrap items-end gap-3">
                <Field
                  label={place === 0 ? "Group" : `Group ${place + 1}`}
                  name={`groups.${place}.group`}
                  error={errorOf(`groups.${place}.group`)}
                  className="flex-1 basis-40"
                >
                  <TextInput {...form.register(`groups.${place}.group`)} spellCheck={false} />
                </Field>
                <Field
                  label={place === 0 ? "Role" : `Role ${place + 1}`}
                  name={`groups.${place}.role`}
                  className="flex-1 basis-40"
                >
                  <Select {...form.register(`groups.${place}.role`)}>
                    <Roles roles={offered} />
                  </Select>
                </Field>
                <Button size="icon" aria-label={`Remove group ${place + 1}`} onClick={() => remove(place)}>
                  <Trash2 aria-hidden />
                </Button>
              </li>
            ))}
          </ol>
        )}
        <Button className="self-start" onClick={() => append({ group: "", role: "viewer" })}>
          <Plus aria-hidden /> Add a group
        </Button>
        <Field
          label="Everybody else"
          name="default_role"
          error={errorOf("default_role")}
          hint="The first group in the list counts, each time somebody signs in. Owners stay owners."
        >
          <Select {...form.register("default_role")}>
            <option value="">Stay outside</option>
            <Roles roles={offered} />
          </Select>
        </Field>
      </fieldset>
      <Checkbox
        {...form.register("joins")}
        label="People of a proven domain join by signing in"
        hint="Otherwise they have to be invited first."
      />
      <div className="flex flex-wrap items-center gap-3">
        <SaveBar busy={busy} saved={saved} label={connection ? "Save" : "Connect"} />
        {connection && (
          <Disconnect
            title="Disconnect the identity provider?"
            remove={() => api.DELETE("/api/v1/organisations/{org}/sso", { params: { path: { org } } })}
            queryKey={keys.sso(org)}
          >
            <p>
              Sessions that began through it end now. Members get in by their own means only; whoever has none sets a
              password by mail.
            </p>
          </Disconnect>
        )}
      </div>
    </form>
  );
}

function Roles({ roles }: { roles: Role[] }) {
  return roles.map(({ role, name }) => (
    <option key={role} value={role}>
      {name}
    </option>
  ));
}
