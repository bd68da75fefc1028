import type { Permission } from "@tessera/client";
import { Alert, Field, Select, TextInput } from "@tessera/ui";
import { useState } from "react";
import * as z from "zod/mini";
import { EditorDrawer, MadeDrawer } from "../app/editor-drawer";
import { useApiForm } from "../lib/api-form";
import { required } from "../lib/schemas";
import { EventsField } from "../team/events-field";
import { PermissionsField } from "../team/permissions-field";
import { Secret } from "./secret";

const lifetimes = [
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "A year" },
  { days: 0, label: "No end" },
] as const;

const schema = z.object({
  name: required("Enter a name"),
  permissions: z.array(z.string()).check(z.minLength(1, "Choose at least one right")),
  events: z.nullable(z.array(z.string()).check(z.minLength(1, "Choose at least one event"))),
  days: z.string(),
});

export interface KeyPlan {
  name: string;
  permissions: Permission[];
  events: string[] | null;
  expires_at: string | null;
}

interface Props {
  /** The organisation whose events it can be narrowed to; a personal key has none. */
  org?: string;
  /** What whoever makes it may do themselves. */
  grantable: readonly Permission[];
  create: (plan: KeyPlan) => Promise<{ secret: string }>;
  onClose: () => void;
}

/** A new key: what for, what it may do, how long. Its secret is shown this once. */
export default function NewKey({ org, grantable, create, onClose }: Props) {
  const [secret, setSecret] = useState("");
  const of = useApiForm({
    schema,
    defaultValues: { name: "", permissions: [], events: null, days: "90" },
    rename: { expires_at: "days" },
    onSubmit: async ({ days, permissions, ...plan }) => {
      const end = Number(days) > 0 ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null;
      const made = await create({ ...plan, permissions: permissions as Permission[], expires_at: end });
      setSecret(made.secret);
    },
  });
  const { form, errorOf } = of;
  if (secret) {
    return (
      <MadeDrawer title="The key is made" done="I have kept it" onClose={onClose}>
        <Alert tone="warning" title="It is shown this once">
          Keep it where only the program that needs it can read it.
        </Alert>
        <Secret copy="Copy the key" text={secret} />
      </MadeDrawer>
    );
  }
  return (
    <EditorDrawer of={of} title="New API key" save="Make key" onClose={onClose}>
      <Field label="What for" name="name" hint="Such as the program that uses it." error={errorOf("name")}>
        <TextInput {...form.register("name")} autoComplete="off" dir="auto" />
      </Field>
      <Field label="Works for" name="days" error={errorOf("days")} className="max-w-48">
        <Select {...form.register("days")}>
          {lifetimes.map(({ days, label }) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {org && <EventsField control={form.control} org={org} error={errorOf("events")} />}
      <PermissionsField
        control={form.control}
        label="What it may do"
        grantable={grantable}
        error={errorOf("permissions")}
      />
    </EditorDrawer>
  );
}
