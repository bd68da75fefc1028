import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { keys } from "@tessera/client";
import { consentPage, safeNext } from "../app/safe-next";

/** What to do once the server said who it is: forget what another person saw, and go where they wanted to go. */
export function useEnter(next: string | undefined): (session: object) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async (session) => {
    client.clear();
    client.setQueryData(keys.session(), session);
    const consent = consentPage(next);
    if (consent) return window.location.assign(consent);
    await router.navigate({ href: safeNext(next) });
  };
}
