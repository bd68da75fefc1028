import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Member, type Permission, type Role } from "@tessera/client";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { EventsField } from "./events-field";
import { RoleField } from "./role-field";

const schema = z.object({ role: required("Choose a role"), events: z.nullable(z.array(z.string())) });

interface Props {
  org: string;
  member: Member;
  roles: Role[];
  grantable: readonly Permission[];
  onClose: () => void;
}

/** Another role for a member, or the same at other events. It counts at once. */
export default function EditMember({ org, member, roles, grantable, onClose }: Props) {
  const client = useQueryClient();
  const of = useApiForm({
    schema,
    defaultValues: { role: member.role, events: member.events ?? null },
    onSubmit: async (body) => {
      await api.PATCH("/api/v1/organisations/{org}/members/{person}", {
        params: { path: { org, person: member.person } },
        body,
      });
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.members(org) }),
        client.invalidateQueries({ queryKey: keys.roles(org) }),
        client.invalidateQueries({ queryKey: keys.session() }),
      ]);
      onClose();
    },
  });
  const { form, errorOf } = of;
  return (
    <EditorDrawer of={of} title={member.name} description={member.email} save="Save" onClose={onClose}>
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
