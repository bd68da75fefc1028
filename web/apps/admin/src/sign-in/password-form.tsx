import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type SecondFactorAsked } from "@tessera/client";
import { Button, buttonClass, Field, linkClass, TextInput } from "@tessera/ui";
import { Building2 } from "lucide-react";
import { useState } from "react";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";

const schema = z.object({
  email: z.string().check(z.trim(), z.minLength(1, "Enter your email address")),
  password: z.string().check(z.minLength(1, "Enter your password")),
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
      <SingleSignOn email={address} />
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

/** The button of an organisation's own sign-in, once the address says which organisation it is. */
function SingleSignOn({ email }: { email: string }) {
  const { data } = useQuery({
    queryKey: ["sign-in-methods", email],
    queryFn: ({ signal }) => api.GET("/api/v1/auth/methods", { params: { query: { email } }, signal }),
    enabled: /.@.+\../.test(email),
    retry: false,
    staleTime: 60_000,
  });
  return (
    <div role="status" className="empty:hidden">
      {data?.sso && (
        <a href={data.sso.url} className={`${buttonClass({ size: "lg" })} w-full`}>
          <Building2 aria-hidden /> Continue with {data.sso.name}
        </a>
      )}
    </div>
  );
}
