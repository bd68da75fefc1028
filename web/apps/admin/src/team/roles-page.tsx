import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, keys, type Permission, type Role } from "@tessera/client";
import { Button, Tag } from "@tessera/ui";
import { Eye, Pencil, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { Page } from "../app/page";
import { useCan } from "../app/permissions";
import { viewAs } from "../app/view-as";
import { sessionQuery } from "../lib/queries";
import { byGroup } from "./permissions-field";
import { permissionsQuery, rolesQuery } from "./queries";

const EditRole = lazy(() => import("./edit-role"));

/** What the roles allow: those that every organisation has, and one's own. */
export function RolesPage({ org, edit }: { org: string; edit: string | undefined }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayManage = useCan("roles.manage");
  const query = useQuery(rolesQuery(org));
  const { data: session } = useSuspenseQuery(sessionQuery());
  const grantable = session.organisations.find(({ slug }) => slug === org)?.permissions ?? [];
  const [doomed, setDoomed] = useState<Role | null>(null);
  const remove = useMutation({
    mutationFn: (role: string) =>
      api.DELETE("/api/v1/organisations/{org}/roles/{role}", { params: { path: { org, role } } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.roles(org) });
      setDoomed(null);
    },
  });
  const open = (next?: string) =>
    void navigate({ to: "/$org/roles", params: { org }, search: next ? { role: next } : {} });
  const edited = query.data?.items.find(({ role, built_in }) => role === edit && !built_in);
  const look = ({ name, permissions }: Role) => {
    viewAs({ org, name, permissions });
    void navigate({ to: "/$org", params: { org } });
  };
  return (
    <Page
      title="Roles"
      subtitle="A role decides what a member sees and does. Whatever it lacks is not there for them at all."
      actions={
        mayManage && (
          <Button variant="primary" onClick={() => open("new")}>
            <Plus aria-hidden /> New role
          </Button>
        )
      }
    >
      <Loaded query={query} failure="The roles could not be loaded" skeleton="h-96">
        {({ items }) => (
          <ul aria-label="Roles" className="divide-y divide-line rounded-card border border-line">
            {items.map((role) => (
              <li key={role.role} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-(--item-pad)">
                <div className="min-w-0 flex-1 basis-56">
                  <h2 className="flex flex-wrap items-center gap-2 font-semibold">
                    <bdi>{role.name}</bdi> {role.built_in && <Tag className="font-normal">Built in</Tag>}
                  </h2>
                  <p className="text-sm text-ink-2">{role.members === 1 ? "1 member" : `${role.members} members`}</p>
                  <Rights permissions={role.permissions} />
                </div>
                <div className="flex flex-wrap gap-2">
                  <Button onClick={() => look(role)}>
                    <Eye aria-hidden /> View as<span className="sr-only"> {role.name}</span>
                  </Button>
                  {mayManage && !role.built_in && (
                    <>
                      <Button size="icon" aria-label={`Change ${role.name}`} onClick={() => open(role.role)}>
                        <Pencil aria-hidden />
                      </Button>
                      <Button size="icon" aria-label={`Delete ${role.name}`} onClick={() => setDoomed(role)}>
                        <Trash2 aria-hidden />
                      </Button>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Confirm
        open={doomed !== null}
        title={`Delete “${doomed?.name ?? ""}”?`}
        button="Delete role"
        action={remove}
        onConfirm={() => doomed && remove.mutate(doomed.role)}
        onClose={() => setDoomed(null)}
      >
        <p>Only a role that nobody has can go. Give its members another one first.</p>
      </Confirm>
      {mayManage && (edit === "new" || edited) && (
        <Suspense>
          <EditRole key={edit} org={org} role={edited} grantable={grantable} onClose={() => open()} />
        </Suspense>
      )}
    </Page>
  );
}

/** What a role allows, in sentences, folded away until somebody wants to know. */
function Rights({ permissions }: { permissions: Permission[] }) {
  const { data } = useQuery(permissionsQuery());
  const count = permissions.length === 1 ? "1 right" : `${permissions.length} rights`;
  if (permissions.length === 0) return <p className="text-sm text-ink-2">Only looks at events.</p>;
  return (
    <details className="mt-1">
      <summary className="w-fit text-sm text-ink-2 hover:text-ink">{count}</summary>
      <div className="mt-2 flex flex-col gap-3">
        {byGroup((data?.items ?? []).filter(({ name }) => permissions.includes(name))).map(({ group, items }) => (
          <div key={group}>
            <h3 className="text-sm text-ink-2">{group}</h3>
            <ul className="list-inside list-disc marker:text-ink-3">
              {items.map(({ name, sentence }) => (
                <li key={name}>{sentence}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </details>
  );
}
