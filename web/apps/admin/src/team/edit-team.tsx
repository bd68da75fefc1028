import { useQueryClient } from "@tanstack/react-query";
import { api, keys, type Member, type Permission, type Role, type Team } from "@tessera/client";
import { Checkbox, Field, TextInput } from "@tessera/ui";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { EditorDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { EventsField } from "./events-field";
import { RoleField } from "./role-field";

const schema = z.object({
  name: required("Enter a name"),
  role: required("Choose a role"),
  events: z.nullable(z.array(z.string())),
  members: z.array(z.string()),
});

interface Props {
  org: string;
  /** The team to change; none to make one. */
  team: Team | undefined;
  members: Member[];
  roles: Role[];
  grantable: readonly Permission[];
  onClose: () => void;
}

/** A team: what it may do, where, and who is in it. */
export default function EditTeam({ org, team, members, roles, grantable, onClose }: Props) {
  const client = useQueryClient();
  const of = useApiForm({
    schema,
    defaultValues: {
      name: team?.name ?? "",
      role: team?.role ?? "door",
      events: team?.events ?? null,
      members: team?.members ?? [],
    },
    onSubmit: async (body) => {
      await (team
        ? api.PATCH("/api/v1/organisations/{org}/teams/{team}", { params: { path: { org, team: team.id } }, body })
        : api.POST("/api/v1/organisations/{org}/teams", { params: { path: { org } }, body }));
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.teams(org) }),
        client.invalidateQueries({ queryKey: keys.members(org) }),
        client.invalidateQueries({ queryKey: keys.session() }),
      ]);
      onClose();
    },
  });
  const { form, errorOf } = of;
  return (
    <EditorDrawer of={of} title={team ? team.name : "New team"} save={team ? "Save" : "Make team"} onClose={onClose}>
      <Field label="Name" name="name" error={errorOf("name")}>
        <TextInput {...form.register("name")} placeholder="Till on Friday" autoComplete="off" dir="auto" />
      </Field>
      <Controller
        control={form.control}
        name="role"
        render={({ field: { ref: _, ...field } }) => (
          <RoleField
            {...field}
            roles={roles.filter(({ role }) => role !== "owner")}
            grantable={grantable}
            error={errorOf("role")}
          />
        )}
      />
      <EventsField control={form.control} org={org} error={errorOf("events")} />
      <Field label="Who is in it" name="members" group error={errorOf("members")}>
        {members.map(({ person, name }) => (
          <Checkbox key={person} {...form.register("members")} value={person} label={<bdi>{name}</bdi>} />
        ))}
      </Field>
    </EditorDrawer>
  );
}
