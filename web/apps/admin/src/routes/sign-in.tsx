import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Button, Field, linkClass, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { safeNext } from "../app/safe-next";
import { useApiForm } from "../lib/api-form";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({ next: z.catch(z.optional(z.string()), undefined) }),
  component: SignIn,
});

const schema = z.object({
  email: z.string().check(z.trim(), z.minLength(1, "Enter your email address")),
  password: z.string().check(z.minLength(1, "Enter your password")),
});

function SignIn() {
  const router = useRouter();
  const client = useQueryClient();
  const { next } = Route.useSearch();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { email: "", password: "" },
    onSubmit: async (body) => {
      const session = await api.POST("/api/v1/auth/sign-in", { body });
      client.clear();
      client.setQueryData(keys.session(), session);
      await router.navigate({ href: safeNext(next) });
    },
  });
  return (
    <Gate
      title="Sign in"
      intro={
        <>
          New here?{" "}
          <Link to="/sign-up" search={{ next }} className={linkClass}>
            Create an account
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {summary}
        <Field label="Email address" name="email" error={errorOf("email")}>
          <TextInput {...form.register("email")} type="email" autoComplete="username" spellCheck={false} />
        </Field>
        <Field label="Password" name="password" error={errorOf("password")}>
          <TextInput {...form.register("password")} type="password" autoComplete="current-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Sign in
        </Button>
      </form>
    </Gate>
  );
}
