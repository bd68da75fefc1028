import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Permission } from "@tessera/client";
import { eventQuery, sessionQuery } from "../lib/queries";
import { useViewAs } from "./view-as";

export type Can = (permission: Permission) => boolean;

/**
 * What whoever is signed in may do here: in the organisation, and at the event at hand, where somebody may be allowed
 * more. Less while they view it as another role.
 */
export function usePermissions(): Can {
  const { org, event: slug } = useParams({ strict: false });
  const { data: session } = useQuery(sessionQuery());
  const { data: event } = useQuery({ ...eventQuery(org ?? "", slug ?? ""), enabled: Boolean(org && slug) });
  const role = useViewAs(org);
  const membership = session?.organisations.find((one) => one.slug === org);
  const here = (event && membership?.event_permissions?.[event.id]) ?? [];
  const allowed = (permission: Permission) =>
    (membership?.permissions?.includes(permission) ?? true) || here.includes(permission);
  return (permission) => allowed(permission) && (!role || role.permissions.includes(permission));
}

/** Whether something may be shown here at all: what is forbidden is absent, never greyed out. */
export const useCan = (permission: Permission): boolean => usePermissions()(permission);
