import type { QueryClient } from "@tanstack/react-query";
import { api, type DoorDevice, keys, type Session, setBearer } from "@tessera/client";

/** Where the browser keeps the secret of the link that it came by. */
const place = "tessera.door.link";

/** The secret of a link's address, `#tsd_…`; null if there is none. */
export function secretIn(hash: string): string | null {
  return /^#?(tsd_[a-z2-7]{32})$/.exec(hash)?.[1] ?? null;
}

/** A session as the screens know it, for a device: it may scan here, and the server decides all the same. */
export function sessionOf({ id, name, org, organisation }: DoorDevice): Session {
  return {
    person: { id, name, email: "", email_verified: false, locale: "en" },
    organisations: [
      {
        id: org,
        slug: org,
        name: organisation,
        role: "door",
        role_name: "Door",
        sso: false,
        all_events: false,
        permissions: ["checkin.view", "checkin.perform"],
        event_permissions: {},
      },
    ],
    csrf_token: "",
  };
}

/**
 * Enters by the link in the address, or by the one that was opened here before; null without one. The secret leaves the
 * address bar, so that it is in no history and on no screenshot.
 */
export async function enterDoor(client: QueryClient): Promise<DoorDevice | null> {
  const fresh = secretIn(window.location.hash);
  if (fresh) {
    window.localStorage.setItem(place, fresh);
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }
  const secret = fresh ?? window.localStorage.getItem(place);
  if (!secret) return null;
  setBearer(secret);
  try {
    const device = await api.GET("/api/v1/door");
    client.setQueryDefaults(keys.session(), { staleTime: Number.POSITIVE_INFINITY });
    client.setQueryData(keys.session(), sessionOf(device));
    return device;
  } catch (error) {
    setBearer(null);
    throw error;
  }
}

/** Forgets the link that was opened here. */
export function leaveDoor(): void {
  setBearer(null);
  window.localStorage.removeItem(place);
}
