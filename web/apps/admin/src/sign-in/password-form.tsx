import { Link } from "@tanstack/react-router";
import { api, type SecondFactorAsked } from "@tessera/client";
import { Button, Field, linkClass, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { untrimmed } from "../lib/schemas";

const schema = z.object({
  email: z.string().check(z.trim(), z.minLength(1, "Enter your email address")),
  password: untrimmed("Enter your password"),
});

interface Props {
  onSession: (session: object) => Promise<void>;
  onSecondFactor: (asked: SecondFactorAsked["second_factor"]) => void;
}

/** Address and password; whoever's organisation signs in elsewhere gets the way there. */
export function PasswordForm({ onSession, onSecondFactor }: Props) {
  const [address, setAddress] = useState("");
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { email: "", password: "" },
    onSubmit: async (body) => {
      const answer = await api.POST("/api/v1/auth/sign-in", { body });
      if ("second_factor" in answer) onSecondFactor(answer.second_factor);
      else await onSession(answer);
    },
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field label="Email address" name="email" error={errorOf("email")}>
        <TextInput
          {...form.register("email", { onBlur: ({ target }) => setAddress(target.value.trim()) })}
          type="email"
          autoComplete="username webauthn"
          spellCheck={false}
        />
      </Field>
      <Field label="Password" name="password" error={errorOf("password")}>
        <TextInput {...form.register("password")} type="password" autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Sign in
      </Button>
      <Link to="/forgot" search={address ? { email: address } : {}} className={linkClass}>
        Forgot your password?
      </Link>
    </form>
  );
}
