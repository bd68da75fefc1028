import { api, type Permission } from "@tessera/client";
import { Alert, Field, RadioGroup, Textarea, TextInput } from "@tessera/ui";
import { useState } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { EditorDrawer, MadeDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { PermissionsField } from "../team/permissions-field";
import { addresses } from "./addresses";
import { Secret } from "./secret";

const schema = z.object({
  name: required("Enter the name of the app"),
  redirect_uris: required("Enter at least one address"),
  kind: z.enum(["server", "device"]),
  permissions: z.array(z.string()),
});

interface Props {
  org: string;
  /** What whoever registers it may do themselves. */
  grantable: readonly Permission[];
  onClose: () => void;
  onMade: () => Promise<unknown>;
}

/** An app of somebody else's: what it is called, where it lives, what it may ask for. */
export default function NewApp({ org, grantable, onClose, onMade }: Props) {
  const [made, setMade] = useState<{ id: string; secret: string | null } | null>(null);
  const of = useApiForm({
    schema,
    defaultValues: { name: "", redirect_uris: "", kind: "server", permissions: [] },
    onSubmit: async ({ name, redirect_uris, kind, permissions }) => {
      const answer = await api.POST("/api/v1/organisations/{org}/apps", {
        params: { path: { org } },
        body: {
          name,
          redirect_uris: addresses(redirect_uris),
          permissions: permissions as Permission[],
          confidential: kind === "server",
        },
      });
      await onMade();
      setMade({ id: answer.app.id, secret: answer.secret ?? null });
    },
  });
  const { form, errorOf } = of;
  if (made) {
    return (
      <MadeDrawer title="The app is registered" done={made.secret ? "I have kept it" : "Done"} onClose={onClose}>
        <Secret label="Client id" copy="Copy the client id" text={made.id} />
        {made.secret && (
          <>
            <Alert tone="warning" title="The secret is shown this once">
              Keep it where only the app's server can read it.
            </Alert>
            <Secret label="Client secret" copy="Copy the client secret" text={made.secret} />
          </>
        )}
        <p className="text-ink-2">
          The app finds everything else by itself at{" "}
          <span className="font-code break-all">/.well-known/oauth-authorization-server</span>.
        </p>
      </MadeDrawer>
    );
  }
  return (
    <EditorDrawer of={of} title="Register an app" save="Register app" onClose={onClose}>
      <Field label="Name" name="name" hint="People see it when the app asks them." error={errorOf("name")}>
        <TextInput {...form.register("name")} autoComplete="off" dir="auto" />
      </Field>
      <Field
        label="Addresses to return to"
        name="redirect_uris"
        hint="One a line, as the app's maker gives them. They are compared character for character."
        error={errorOf("redirect_uris")}
      >
        <Textarea {...form.register("redirect_uris")} rows={3} dir="ltr" spellCheck={false} />
      </Field>
      <Field label="Where it runs" name="kind" group>
        <Controller
          control={form.control}
          name="kind"
          render={({ field }) => (
            <RadioGroup
              name="kind"
              value={field.value}
              onChange={field.onChange}
              options={[
                { value: "server", label: "On a server", hint: "It gets a secret that only the server knows." },
                { value: "device", label: "In a browser or on a device", hint: "Nothing there stays secret." },
              ]}
            />
          )}
        />
      </Field>
      <PermissionsField
        control={form.control}
        label="What it may ask for"
        grantable={grantable}
        error={errorOf("permissions")}
      />
    </EditorDrawer>
  );
}
