import { createFileRoute, Link } from "@tanstack/react-router";
import { api } from "@tessera/client";
import { Button, Field, linkClass, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { Gate } from "../app/gate";
import { useApiForm } from "../lib/api-form";
import { emailAddress, newPassword, passwordHint, required } from "../lib/schemas";
import { useEnter } from "../sign-in/enter";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/sign-up")({
  validateSearch: z.object({ next: text, email: text, invitation: text }),
  component: SignUp,
});

const schema = z.object({
  name: required("Enter your name"),
  email: emailAddress,
  password: newPassword,
});

function SignUp() {
  const { next, email, invitation } = Route.useSearch();
  const enter = useEnter(next);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: "", email: email ?? "", password: "" },
    onSubmit: async (body) => {
      await enter(await api.POST("/api/v1/auth/sign-up", { body: { ...body, ...(invitation && { invitation }) } }));
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
        <Field label="Password" name="password" hint={passwordHint} error={errorOf("password")}>
          <TextInput {...form.register("password")} type="password" autoComplete="new-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Create account
        </Button>
      </form>
    </Gate>
  );
}
