import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Permission, Session } from "@tessera/client";
import { eventQuery, sessionQuery } from "../lib/queries";
import { useViewAs } from "./view-as";

export type Can = (permission: Permission) => boolean;

/** What somebody may do in an organisation, and at an event of it, where they may be allowed more. */
export function permissionsAt(session: Session | undefined, org: string | undefined, event?: string): Can {
  const membership = session?.organisations.find(({ slug }) => slug === org);
  const here = (event && membership?.event_permissions[event]) || [];
  return (permission) => (membership?.permissions.includes(permission) ?? false) || here.includes(permission);
}

/**
 * What whoever is signed in may do here, in the organisation and at the event at hand; less while they view it as
 * another role.
 */
export function usePermissions(): Can {
  const { org, event: slug } = useParams({ strict: false });
  const { data: session } = useQuery(sessionQuery());
  const { data: event } = useQuery({ ...eventQuery(org ?? "", slug ?? ""), enabled: Boolean(org && slug) });
  const role = useViewAs(org);
  const allowed = permissionsAt(session, org, event?.id);
  return (permission) => allowed(permission) && (!role || role.permissions.includes(permission));
}

/** Whether something may be shown here at all: what is forbidden is absent, never greyed out. */
export const useCan = (permission: Permission): boolean => usePermissions()(permission);
