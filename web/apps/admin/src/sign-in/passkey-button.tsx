import { useMutation } from "@tanstack/react-query";
import { api } from "@tessera/client";
import { Button } from "@tessera/ui";
import { KeyRound } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
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
  const offer = useOffer(onSession);
  const ask = useMutation({
    networkMode: "always",
    mutationFn: () => {
      // A browser asks for one passkey at a time.
      offer.withdraw();
      return signIn();
    },
    onSuccess: (session) => session && onSession(session),
  });
  if (!passkeysWork()) return null;
  return (
    <div className="flex flex-col gap-6">
      {ask.error && <ProblemAlert error={ask.error} />}
      <Button size="lg" busy={ask.isPending} onClick={() => ask.mutate()}>
        <KeyRound aria-hidden /> Sign in with a passkey
      </Button>
      <p className="flex items-center gap-3 text-sm text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
    </div>
  );
}

/** Offers passkeys in the address field's suggestions; nobody asked for that, so nobody hears when it can't be. */
function useOffer(onSession: Props["onSession"]) {
  const offered = useRef<AbortController>(null);
  const enter = useEffectEvent(onSession);
  useEffect(() => {
    const leaving = new AbortController();
    offered.current = leaving;
    const { signal } = leaving;
    const offer = async () => {
      if (!(await passkeysFillIn()) || signal.aborted) return;
      const session = await signIn({ fillIn: true, signal });
      if (session) await enter(session);
    };
    offer().catch(() => undefined);
    return () => leaving.abort();
  }, []);
  return { withdraw: () => offered.current?.abort() };
}
