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
      .then((answer) => {
        setCsrfToken(null);
        client.clear();
        // Whoever came through an identity provider signs out there, too.
        if (answer) return window.location.assign(answer.continue_at);
        return router.navigate({ to: "/sign-in", search: {} });
      });
  };
}
