import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Permission, type Role } from "@tessera/client";
import { Alert, Field, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { PermissionsField } from "./permissions-field";

const schema = z.object({ name: required("Enter a name"), permissions: z.array(z.string()) });

interface Props {
  org: string;
  /** The role to change; none to make one. */
  role: Role | undefined;
  grantable: readonly Permission[];
  onClose: () => void;
}

/** A role of the organisation's own: a name and what it allows. */
export default function EditRole({ org, role, grantable, onClose }: Props) {
  const client = useQueryClient();
  const of = useApiForm({
    schema,
    defaultValues: { name: role?.name ?? "", permissions: role?.permissions ?? [] },
    onSubmit: async (values) => {
      const body = { ...values, permissions: values.permissions as Permission[] };
      await (role
        ? api.PATCH("/api/v1/organisations/{org}/roles/{role}", { params: { path: { org, role: role.role } }, body })
        : api.POST("/api/v1/organisations/{org}/roles", { params: { path: { org } }, body }));
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.roles(org) }),
        client.invalidateQueries({ queryKey: keys.session() }),
      ]);
      onClose();
    },
  });
  const { form, errorOf } = of;
  return (
    <EditorDrawer of={of} title={role ? role.name : "New role"} save={role ? "Save" : "Make role"} onClose={onClose}>
      {role && role.members > 0 && (
        <Alert tone="info">
          {role.members === 1 ? "1 member has" : `${role.members} members have`} this role. A change counts for them at
          once.
        </Alert>
      )}
      <Field label="Name" name="name" error={errorOf("name")}>
        <TextInput {...form.register("name")} placeholder="Box office" autoComplete="off" dir="auto" />
      </Field>
      <PermissionsField
        control={form.control}
        label="What it allows"
        grantable={grantable}
        error={errorOf("permissions")}
      />
    </EditorDrawer>
  );
}
