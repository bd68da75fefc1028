import { useMutation } from "@tanstack/react-query";
import { api, type Session } from "@tessera/client";
import { Alert, Badge, Button, Field, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { emailAddress } from "../lib/schemas";

const schema = z.object({ email: emailAddress });

/** The address, whether it is known to be one's own, and another one, which counts once its link was followed. */
export function EmailForm({ person }: { person: Session["person"] }) {
  const [asked, setAsked] = useState("");
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { email: "" },
    onSubmit: async (body) => {
      await api.POST("/api/v1/me/email", { body });
      setAsked(body.email);
      form.reset({ email: "" });
    },
  });
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold break-all">{person.email}</span>
        {person.email_verified ? <Badge tone="success">Confirmed</Badge> : <Badge tone="warning">Not confirmed</Badge>}
      </p>
      {!person.email_verified && <Unconfirmed />}
      <div role="status">
        {asked && (
          <Alert tone="success" title={`A link is on its way to ${asked}`}>
            Your address changes when you follow it. Until then everything stays as it is.
          </Alert>
        )}
      </div>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Another address" name="email" error={errorOf("email")}>
          <TextInput {...form.register("email")} type="email" autoComplete="email" spellCheck={false} />
        </Field>
        <Button type="submit" busy={busy} className="self-start">
          Change address
        </Button>
      </form>
    </div>
  );
}

function Unconfirmed() {
  const mail = useMutation({ mutationFn: () => api.POST("/api/v1/me/verify-email") });
  return (
    <div role="status" className="flex flex-col gap-3">
      {mail.isSuccess ? (
        <Alert tone="success">A new link is on its way.</Alert>
      ) : (
        <Alert
          tone="warning"
          title="Nobody followed the link in our mail yet"
          action={
            <Button busy={mail.isPending} onClick={() => mail.mutate()}>
              Send it again
            </Button>
          }
        >
          A lost password can only be replaced through a confirmed address.
        </Alert>
      )}
      {mail.error && <ProblemAlert error={mail.error} />}
    </div>
  );
}
