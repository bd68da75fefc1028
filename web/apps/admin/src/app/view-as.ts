import type { Permission } from "@tessera/client";
import { useSyncExternalStore } from "react";

/** A role that somebody looks at the admin with. It only hides things; the server still knows who asks. */
export interface ViewedRole {
  org: string;
  name: string;
  permissions: Permission[];
}

let viewed: ViewedRole | null = null;
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Looks at the admin as a role until told otherwise or until the page is loaded again. */
export function viewAs(role: ViewedRole | null): void {
  viewed = role;
  for (const listener of listeners) listener();
}

/** The role that this organisation is being looked at with, if any. */
export const useViewAs = (org: string | undefined): ViewedRole | null =>
  useSyncExternalStore(subscribe, () => (viewed?.org === org ? viewed : null));
