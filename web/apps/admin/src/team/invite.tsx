import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Permission, type Role } from "@tessera/client";
import { Field, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { emailAddress, required } from "../lib/schemas";
import { EventsField } from "./events-field";
import { RoleField } from "./role-field";

const schema = z.object({
  email: emailAddress,
  role: required("Choose a role"),
  events: z.nullable(z.array(z.string())),
});

interface Props {
  org: string;
  roles: Role[];
  grantable: readonly Permission[];
  onClose: () => void;
  onInvited: (email: string) => void;
}

/** Somebody new: address, role, and where it holds. */
export default function Invite({ org, roles, grantable, onClose, onInvited }: Props) {
  const client = useQueryClient();
  const of = useApiForm({
    schema,
    defaultValues: { email: "", role: "viewer", events: null },
    onSubmit: async (body) => {
      await api.POST("/api/v1/organisations/{org}/invitations", { params: { path: { org } }, body });
      await client.invalidateQueries({ queryKey: keys.invitations(org) });
      onInvited(body.email);
    },
  });
  const { form, errorOf } = of;
  return (
    <EditorDrawer
      of={of}
      title="Invite somebody"
      description="They get a mail with a link that holds for a week. Nothing happens until they follow it."
      save="Send invitation"
      onClose={onClose}
    >
      <Field label="Email address" name="email" error={errorOf("email")}>
        <TextInput {...form.register("email")} type="email" autoComplete="off" spellCheck={false} />
      </Field>
      <Controller
        control={form.control}
        name="role"
        render={({ field: { ref: _, ...field } }) => (
          <RoleField {...field} roles={roles} grantable={grantable} error={errorOf("role")} />
        )}
      />
      <EventsField control={form.control} org={org} error={errorOf("events")} />
    </EditorDrawer>
  );
}
