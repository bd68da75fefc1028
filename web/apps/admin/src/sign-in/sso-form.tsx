import { api } from "@tessera/client";
import { Button, Field, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";

const schema = z.object({
  who: z
    .string()
    .check(z.trim(), z.minLength(1, "Enter your work address, or your organisation's name in its addresses")),
});

/** The way to one's own identity provider, folded away until somebody wants it. */
export function SsoForm({ next, org }: { next: string | undefined; org: string | undefined }) {
  const [open, setOpen] = useState(Boolean(org));
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { who: org ?? "" },
    onSubmit: async ({ who }) => {
      const body = who.includes("@") ? { email: who } : { organisation: who };
      const { url } = await api.POST("/api/v1/auth/sso", { body });
      const there = new URL(url, window.location.origin);
      if (next) there.searchParams.set("next", next.startsWith("/admin") ? next : `/admin${next}`);
      window.location.assign(there);
    },
    rename: { email: "who", organisation: "who" },
  });
  if (!open) {
    return (
      <Button size="lg" onClick={() => setOpen(true)}>
        Continue with SSO
      </Button>
    );
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field
        label="Work address or organisation"
        name="who"
        error={errorOf("who")}
        hint="Such as ada@example.org, or the organisation's part of its addresses"
      >
        <TextInput {...form.register("who")} autoComplete="email" autoCapitalize="none" spellCheck={false} />
      </Field>
      <Button type="submit" size="lg" busy={busy}>
        Continue with SSO
      </Button>
    </form>
  );
}
