import { createFileRoute, Link } from "@tanstack/react-router";
import { api } from "@tessera/client";
import { Button, Field, linkClass, TextInput } from "@tessera/ui";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import * as z from "zod/mini";
import { addPasskey } from "../account/add-passkey";
import { Gate } from "../app/gate";
import { useApiForm } from "../lib/api-form";
import { passkeysWork } from "../lib/passkeys";
import { emailAddress, newPassword, passwordHint, required } from "../lib/schemas";
import { useEnter } from "../sign-in/enter";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/sign-up")({
  validateSearch: z.object({ next: text, email: text, invitation: text }),
  component: SignUp,
});

const who = { name: required("Enter your name"), email: emailAddress };
const withPassword = z.object({ ...who, password: newPassword });
const withPasskey = z.object({ ...who, password: z.string() });

function SignUp() {
  const { next, email, invitation } = Route.useSearch();
  const enter = useEnter(next);
  const enterAccount = useEnter("/account");
  const [byPasskey, setByPasskey] = useState(false);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema: byPasskey ? withPasskey : withPassword,
    defaultValues: { name: "", email: email ?? "", password: "" },
    onSubmit: async ({ name, email, password }) => {
      const session = await api.POST("/api/v1/auth/sign-up", {
        body: { name, email, ...(!byPasskey && { password }), ...(invitation && { invitation }) },
      });
      // Without one nothing signs in but a mailed link: the account's page offers it again.
      const added = !byPasskey || (await addPasskey().catch(() => null));
      await (added ? enter(session) : enterAccount(session));
    },
  });
  return (
    <Gate
      title="Create an account"
      intro={
        <>
          For people who organise events. Already have one?{" "}
          <Link to="/sign-in" search={{ next }} className={linkClass}>
            Sign in
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Your name" name="name" error={errorOf("name")}>
          <TextInput {...form.register("name")} autoComplete="name" />
        </Field>
        <Field
          label="Email address"
          name="email"
          hint={invitation ? undefined : "We mail you a link to confirm it."}
          error={errorOf("email")}
        >
          <TextInput {...form.register("email")} type="email" autoComplete="username" spellCheck={false} />
        </Field>
        {!byPasskey && (
          <Field label="Password" name="password" hint={passwordHint} error={errorOf("password")}>
            <TextInput {...form.register("password")} type="password" autoComplete="new-password" />
          </Field>
        )}
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          {byPasskey ? "Create account with a passkey" : "Create account"}
        </Button>
        {passkeysWork() && (
          <Button variant="quiet" onClick={() => setByPasskey(!byPasskey)}>
            <KeyRound aria-hidden />
            {byPasskey ? "With a password instead" : "Without a password: finger, face or PIN"}
          </Button>
        )}
      </form>
    </Gate>
  );
}
