import { createFileRoute, Link } from "@tanstack/react-router";
import { api } from "@tessera/client";
import { Alert, Button, buttonClass, Field, linkClass, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { useApiForm } from "../lib/api-form";
import { newPassword, passwordHint } from "../lib/schemas";

export const Route = createFileRoute("/reset")({
  validateSearch: z.object({ token: z.catch(z.string(), "") }),
  component: Reset,
});

const schema = z.object({ password: newPassword });

function Reset() {
  const { token } = Route.useSearch();
  const [done, setDone] = useState(false);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { password: "" },
    onSubmit: async ({ password }) => {
      await api.POST("/api/v1/auth/reset", { body: { token, password } });
      setDone(true);
    },
  });
  if (done) {
    return (
      <Gate title="Your password is changed">
        <Alert tone="success">You were signed out everywhere. Sign in with the new password.</Alert>
        <Link to="/sign-in" search={{}} className={`${buttonClass({ variant: "primary", size: "lg" })} mt-5 w-full`}>
          Sign in
        </Link>
      </Gate>
    );
  }
  return (
    <Gate
      title="Choose a new password"
      intro={
        <>
          The link does not work?{" "}
          <Link to="/forgot" search={{}} className={linkClass}>
            Ask for another
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="New password" name="password" hint={passwordHint} error={errorOf("password")}>
          <TextInput {...form.register("password")} type="password" autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Change password
        </Button>
      </form>
    </Gate>
  );
}
