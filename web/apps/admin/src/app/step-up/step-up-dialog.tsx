import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@tessera/client";
import { Button, buttonClass, Dialog, Field, TextInput } from "@tessera/ui";
import { KeyRound } from "lucide-react";
import * as z from "zod/mini";
import { factorsQuery } from "../../account/queries";
import { useApiForm } from "../../lib/api-form";
import { askForPasskey, passkeysWork } from "../../lib/passkeys";
import { sessionQuery } from "../../lib/queries";
import { required, untrimmed } from "../../lib/schemas";
import { ProblemAlert } from "../problem-alert";

interface Props {
  onAnswer: (proved: boolean) => void;
}

type Way = "password" | "code";

/** "Is it still you?": a passkey, the password or a code, before something that would hurt in the wrong hands. */
export default function StepUpDialog({ onAnswer }: Props) {
  const { data: factors } = useQuery(factorsQuery());
  const { data: session } = useQuery(sessionQuery());
  const passkey = useMutation({
    networkMode: "always",
    mutationFn: async () => {
      const answer = await askForPasskey(await api.POST("/api/v1/auth/passkey/options"));
      return answer && api.POST("/api/v1/auth/step-up", { body: { passkey: answer } });
    },
    onSuccess: (session) => session && onAnswer(true),
  });
  const hasPasskey = passkeysWork() && (factors?.passkeys ?? 0) > 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      title="Is it still you?"
      description="What comes next would hurt in the wrong hands. Your answer holds for ten minutes."
      footer={<Button onClick={() => onAnswer(false)}>Cancel</Button>}
    >
      <div className="flex flex-col gap-5">
        {passkey.error && <ProblemAlert error={passkey.error} />}
        {hasPasskey && (
          <Button variant="primary" size="lg" busy={passkey.isPending} onClick={() => passkey.mutate()}>
            <KeyRound aria-hidden /> Use a passkey
          </Button>
        )}
        {session?.sso && (
          <a href={again(session.sso)} className={buttonClass({ size: "lg" })}>
            Sign in again at your identity provider
          </a>
        )}
        {factors?.password !== false && <Proof way="password" onDone={() => onAnswer(true)} />}
        {factors?.totp && <Proof way="code" onDone={() => onAnswer(true)} />}
      </div>
    </Dialog>
  );
}

/** To the provider, which asks again who one is, and back to this page. */
const again = (org: string) =>
  `/sso/${encodeURIComponent(org)}?again=1&next=${encodeURIComponent(window.location.pathname)}`;

const words = {
  password: { label: "Password", missing: "Enter your password", button: "Confirm with the password" },
  code: { label: "Code from your authenticator app", missing: "Enter the code", button: "Confirm with the code" },
} as const;

function Proof({ way, onDone }: { way: Way; onDone: () => void }) {
  const { label, missing, button } = words[way];
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema: z.object({ [way]: way === "password" ? untrimmed(missing) : required(missing) }),
    defaultValues: { [way]: "" },
    onSubmit: async (values) => {
      const proof = values[way] ?? "";
      await api.POST("/api/v1/auth/step-up", { body: way === "password" ? { password: proof } : { code: proof } });
      onDone();
    },
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {summary}
      <Field label={label} name={way} error={errorOf(way)}>
        <TextInput
          {...form.register(way)}
          type={way === "password" ? "password" : "text"}
          autoComplete={way === "password" ? "current-password" : "one-time-code"}
        />
      </Field>
      <Button type="submit" className="self-start" busy={busy}>
        {button}
      </Button>
    </form>
  );
}
