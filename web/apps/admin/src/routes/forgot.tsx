import { createFileRoute, Link } from "@tanstack/react-router";
import { api } from "@tessera/client";
import { Alert, Button, Field, linkClass, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { useApiForm } from "../lib/api-form";
import { emailAddress } from "../lib/schemas";

export const Route = createFileRoute("/forgot")({
  validateSearch: z.object({ email: z.catch(z.optional(z.string()), undefined) }),
  component: Forgot,
});

const schema = z.object({ email: emailAddress });

/** The same answer whether or not the address has an account. */
function Forgot() {
  const { email } = Route.useSearch();
  const [sent, setSent] = useState("");
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { email: email ?? "" },
    onSubmit: async (body) => {
      await api.POST("/api/v1/auth/forgot", { body });
      setSent(body.email);
    },
  });
  return (
    <Gate
      title="Choose a new password"
      intro={
        <Link to="/sign-in" search={{}} className={linkClass}>
          Back to signing in
        </Link>
      }
    >
      <div role="status">
        {sent && (
          <Alert tone="success" title="Look into your mail">
            If {sent} has an account, a link to choose a new password is on its way. It works for an hour.
          </Alert>
        )}
      </div>
      {!sent && (
        <form onSubmit={submit} noValidate className="flex flex-col gap-5">
          {summary}
          <Field label="Email address" name="email" error={errorOf("email")}>
            <TextInput {...form.register("email")} type="email" autoComplete="username" spellCheck={false} />
          </Field>
          <Button type="submit" variant="primary" size="lg" busy={busy}>
            Mail me a link
          </Button>
        </form>
      )}
    </Gate>
  );
}
