import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys } from "@tessera/client";
import { Button, Field, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { useApiForm } from "../lib/api-form";
import { newPassword, passwordHint } from "../lib/schemas";
import { factorsQuery } from "./queries";

const schema = z.object({ password: newPassword });

/** Another password; a fresh proof of who one is replaces typing the old one. */
export function PasswordChange() {
  const client = useQueryClient();
  const { data: factors } = useQuery(factorsQuery());
  const [done, setDone] = useState(false);
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { password: "" },
    onSubmit: async (body) => {
      setDone(false);
      await api.POST("/api/v1/me/password", { body });
      form.reset({ password: "" });
      setDone(true);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.myFactors() }),
        client.invalidateQueries({ queryKey: keys.mySessions() }),
      ]);
    },
  });
  const first = factors?.password === false;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      <Field
        label={first ? "Password" : "New password"}
        name="password"
        hint={passwordHint}
        error={errorOf("password")}
      >
        <TextInput {...form.register("password")} type="password" autoComplete="new-password" />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={busy}>
          {first ? "Set password" : "Change password"}
        </Button>
        <p role="status" className="text-success">
          {done && "Changed. Your other sessions have ended."}
        </p>
      </div>
    </form>
  );
}
