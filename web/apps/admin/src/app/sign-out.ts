import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { api, setCsrfToken } from "@tessera/client";

/** Ends the session and forgets everything that was loaded. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const router = useRouter();
  return () => {
    void api
      .POST("/api/v1/auth/sign-out")
      .catch(() => undefined)
      .then(() => {
        setCsrfToken(null);
        client.clear();
        return router.navigate({ to: "/sign-in", search: {} });
      });
  };
}
