import { useMutation } from "@tanstack/react-query";
import { api } from "@tessera/client";
import { Button } from "@tessera/ui";
import { KeyRound } from "lucide-react";
import { useEffect } from "react";
import { ProblemAlert } from "../app/problem-alert";
import { askForPasskey, passkeysFillIn, passkeysWork } from "../lib/passkeys";

interface Props {
  onSession: (session: object) => Promise<void>;
}

async function signIn(ask: { fillIn?: boolean; signal?: AbortSignal } = {}): Promise<object | null> {
  const options = await api.POST("/api/v1/auth/passkey/options");
  const credential = await askForPasskey(options, ask);
  return credential && api.POST("/api/v1/auth/passkey", { body: { credential } });
}

/** Signing in with a passkey, from the button or from the suggestions of the address field. */
export function PasskeyButton({ onSession }: Props) {
  const { mutate, isPending, error } = useMutation({
    networkMode: "always",
    mutationFn: signIn,
    onSuccess: (session) => session && onSession(session),
  });
  useEffect(() => {
    const leaving = new AbortController();
    void passkeysFillIn().then((possible) => {
      if (possible && !leaving.signal.aborted) mutate({ fillIn: true, signal: leaving.signal });
    });
    return () => leaving.abort();
  }, [mutate]);
  if (!passkeysWork()) return null;
  return (
    <div className="flex flex-col gap-3">
      {error && <ProblemAlert error={error} />}
      <Button size="lg" busy={isPending} onClick={() => mutate({})}>
        <KeyRound aria-hidden /> Sign in with a passkey
      </Button>
    </div>
  );
}
