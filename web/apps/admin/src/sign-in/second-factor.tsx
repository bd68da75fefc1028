import { useMutation } from "@tanstack/react-query";
import { api, type SecondFactorAsked } from "@tessera/client";
import { Button, Field, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";

const schema = z.object({ code: required("Enter the code") });

interface Props {
  asked: SecondFactorAsked["second_factor"];
  onSession: (session: object) => Promise<void>;
  onStartAgain: () => void;
}

/** The other half of signing in: a code from the app, from paper, or from a mail. */
export function SecondFactor({ asked, onSession, onStartAgain }: Props) {
  const { ticket, kinds } = asked;
  const [mailed, setMailed] = useState(false);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { code: "" },
    onSubmit: async ({ code }) => onSession(await api.POST("/api/v1/auth/second-factor", { body: { ticket, code } })),
  });
  const mail = useMutation({
    mutationFn: () => api.POST("/api/v1/auth/second-factor/mail", { body: { ticket } }),
    onSuccess: () => setMailed(true),
  });
  const where = [
    kinds.includes("totp") && "your authenticator app",
    kinds.includes("recovery_code") && "your recovery codes",
    mailed && "the mail that is on its way to you",
  ].filter((place) => place !== false);
  const places = new Intl.ListFormat("en", { type: "disjunction" }).format(where);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      {mail.error && <ProblemAlert error={mail.error} />}
      <Field label="Code" name="code" hint={places && `From ${places}.`} error={errorOf("code")}>
        <TextInput
          {...form.register("code")}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          className="font-code text-lg"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Continue
      </Button>
      <div className="flex flex-wrap gap-2">
        {kinds.includes("email_code") && (
          <Button variant="quiet" busy={mail.isPending} onClick={() => mail.mutate()}>
            {mailed ? "Mail another code" : "Mail me a code"}
          </Button>
        )}
        <Button variant="quiet" onClick={onStartAgain}>
          Start again
        </Button>
      </div>
      <p role="status" className="text-success empty:hidden">
        {mailed && "A code is on its way. It works for ten minutes."}
      </p>
    </form>
  );
}
