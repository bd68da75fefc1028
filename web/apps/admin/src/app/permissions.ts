import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Permission } from "@tessera/client";
import { sessionQuery } from "../lib/queries";
import { useViewAs } from "./view-as";

export type Can = (permission: Permission) => boolean;

/** What whoever is signed in may do in the organisation at hand; less while they view it as another role. */
export function usePermissions(): Can {
  const { org } = useParams({ strict: false });
  const { data: session } = useQuery(sessionQuery());
  const role = useViewAs(org);
  const own = session?.organisations.find(({ slug }) => slug === org)?.permissions;
  return (permission) => (own?.includes(permission) ?? true) && (!role || role.permissions.includes(permission));
}

/** Whether something may be shown here at all: what is forbidden is absent, never greyed out. */
export const useCan = (permission: Permission): boolean => usePermissions()(permission);
