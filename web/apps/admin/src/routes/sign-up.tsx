import { useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Link, useRouter } from "@tanstack/react-router";
import { api, keys } from "@tessera/client";
import { Button, Field, linkClass, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { safeNext } from "../app/safe-next";
import { useApiForm } from "../lib/api-form";

export const Route = createFileRoute("/sign-up")({
  validateSearch: z.object({ next: z.catch(z.optional(z.string()), undefined) }),
  component: SignUp,
});

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Enter your name")),
  email: z.email("Enter an email address like name@example.org"),
  password: z.string().check(z.minLength(10, "Use at least 10 characters for the password")),
});

function SignUp() {
  const router = useRouter();
  const client = useQueryClient();
  const { next } = Route.useSearch();
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: "", email: "", password: "" },
    onSubmit: async (body) => {
      const session = await api.POST("/api/v1/auth/sign-up", { body });
      client.clear();
      client.setQueryData(keys.session(), session);
      await router.navigate({ href: safeNext(next) });
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
        <Field label="Email address" name="email" error={errorOf("email")}>
          <TextInput {...form.register("email")} type="email" autoComplete="username" spellCheck={false} />
        </Field>
        <Field
          label="Password"
          name="password"
          hint="At least 10 characters. A few words are easier to remember than signs."
          error={errorOf("password")}
        >
          <TextInput {...form.register("password")} type="password" autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Create account
        </Button>
      </form>
    </Gate>
  );
}
