import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type AuditSettings, api, keys } from "@tessera/client";
import { Alert, Checkbox, CopyButton, Field, FieldSet, formatCount, NumberField, Select, TextInput } from "@tessera/ui";
import { useState } from "react";
import { Controller } from "react-hook-form";
import * as z from "zod/mini";
import { Loaded } from "../app/loaded";
import { Section } from "../app/page";
import { useApiForm } from "../lib/api-form";
import { SaveBar, useSaved } from "../lib/saved";
import { countOrNone } from "../lib/schemas";
import { auditSettingsQuery } from "./queries";

const kinds = ["none", "webhook", "syslog_tls", "syslog_tcp"] as const;
type Kind = (typeof kinds)[number];

const kindWords: Record<Kind, string> = {
  none: "Nowhere",
  webhook: "A webhook (HTTPS)",
  syslog_tls: "Syslog over TLS",
  syslog_tcp: "Syslog over TCP",
};

const schema = z
  .object({
    keep_months: countOrNone("Enter a number of months from 1, or nothing", 1),
    kind: z.enum(kinds),
    target: z.string(),
    new_secret: z.boolean(),
  })
  .check(
    z.refine(({ kind, target }) => kind === "none" || target.trim() !== "", {
      path: ["target"],
      message: "Enter where the entries go",
    }),
  );

/** How long the history is kept, and where a copy of it goes. */
export function AuditKeeping({ org }: { org: string }) {
  const query = useQuery(auditSettingsQuery(org));
  return (
    <Section
      id="audit"
      title="Audit log"
      hint="How long entries are kept, and a system of yours that gets each of them."
    >
      <Loaded query={query} failure="The settings could not be loaded" skeleton="h-56">
        {(settings) => <KeepingForm org={org} settings={settings} />}
      </Loaded>
    </Section>
  );
}

function KeepingForm({ org, settings }: { org: string; settings: AuditSettings }) {
  const client = useQueryClient();
  const [secret, setSecret] = useState("");
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: {
      keep_months: settings.keep_months ?? null,
      kind: settings.stream?.kind ?? "none",
      target: settings.stream?.target ?? "",
      new_secret: false,
    },
    rename: { "stream.target": "target", "stream.kind": "kind" },
    onSubmit: async ({ keep_months, kind, target, new_secret }) => {
      const stream = kind === "none" ? null : { kind, target: target.trim() };
      const saved = await api.PUT("/api/v1/organisations/{org}/audit/settings", {
        params: { path: { org } },
        body: { keep_months, stream, new_secret: kind === "webhook" && new_secret },
      });
      setSecret(saved.secret ?? "");
      client.setQueryData(keys.auditSettings(org), saved);
      form.setValue("new_secret", false);
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  const kind = form.watch("kind");
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      {summary}
      {settings.stream_error && (
        <Alert tone="danger" title="The last entries could not be handed over">
          <span className="break-words">{settings.stream_error}</span>
        </Alert>
      )}
      {secret && (
        <Alert
          tone="warning"
          title="The webhook's new secret, shown this once"
          action={<CopyButton text={secret} label="Copy the secret" variant="secondary" />}
        >
          <code className="font-code break-all select-all">{secret}</code>
        </Alert>
      )}
      <Field
        label="Months to keep entries"
        name="keep_months"
        optional
        hint="For ever, when left empty. Older ones are removed for good; the chain goes on after them."
        error={errorOf("keep_months")}
        className="max-w-60"
      >
        <Controller control={form.control} name="keep_months" render={({ field }) => <NumberField {...field} />} />
      </Field>
      <FieldSet legend="A copy of each entry goes to">
        <Field label="System" name="kind" error={errorOf("kind")} className="max-w-80">
          <Select {...form.register("kind")}>
            {kinds.map((value) => (
              <option key={value} value={value}>
                {kindWords[value]}
              </option>
            ))}
          </Select>
        </Field>
        {kind !== "none" && (
          <Field
            label="Address"
            name="target"
            hint={
              kind === "webhook" ? "An address that starts with https://" : "Host and port, like logs.example.org:6514"
            }
            error={errorOf("target")}
          >
            <TextInput {...form.register("target")} autoComplete="off" spellCheck={false} />
          </Field>
        )}
        {kind === "webhook" && (
          <Checkbox
            {...form.register("new_secret")}
            label="Make a new secret"
            hint="It signs what is sent. The old one stops at once."
          />
        )}
        {settings.stream && (
          <p className="text-sm text-ink-2">
            The last entry that was handed over is number {formatCount(settings.streamed_to)}.
          </p>
        )}
      </FieldSet>
      <SaveBar busy={busy} saved={saved} label="Save audit settings" />
    </form>
  );
}
