import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, type SsoDomain } from "@tessera/client";
import { Badge, Button, Field, TextInput } from "@tessera/ui";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import * as z from "zod/mini";
import { Confirm } from "../app/confirm";
import { Loaded } from "../app/loaded";
import { ProblemAlert } from "../app/problem-alert";
import { useApiForm } from "../lib/api-form";
import { domainsQuery } from "./queries";
import { CopyLine } from "./sso-page";

const schema = z.object({
  domain: z.string().check(z.trim(), z.minLength(1, "Enter a domain such as example.org")),
});

/** The organisation's mail domains: each with the record that proves it. */
export function Domains({ org }: { org: string }) {
  const client = useQueryClient();
  const query = useQuery(domainsQuery(org));
  const [doomed, setDoomed] = useState<string | null>(null);
  const reload = () => client.invalidateQueries({ queryKey: keys.ssoDomains(org) });
  const remove = useMutation({
    mutationFn: (domain: string) =>
      api.DELETE("/api/v1/organisations/{org}/sso/domains/{domain}", { params: { path: { org, domain } } }),
    onSuccess: async () => {
      await reload();
      setDoomed(null);
    },
  });
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { domain: "" },
    onSubmit: async (body) => {
      await api.POST("/api/v1/organisations/{org}/sso/domains", { params: { path: { org } }, body });
      form.reset();
      await reload();
    },
  });
  return (
    <div className="flex flex-col gap-5">
      <Loaded query={query} failure="The domains could not be loaded">
        {({ items }) =>
          items.length > 0 && (
            <ul aria-label="Mail domains" className="divide-y divide-line rounded-card border border-line">
              {items.map((domain) => (
                <Domain key={domain.domain} org={org} domain={domain} onRemove={() => setDoomed(domain.domain)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {summary}
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Domain" name="domain" error={errorOf("domain")} className="flex-1 basis-56">
            <TextInput {...form.register("domain")} inputMode="url" spellCheck={false} dir="ltr" />
          </Field>
          <Button type="submit" busy={busy}>
            Add domain
          </Button>
        </div>
      </form>
      <Confirm
        open={doomed !== null}
        title={`Remove ${doomed ?? ""}?`}
        button="Remove domain"
        action={remove}
        onConfirm={() => doomed && remove.mutate(doomed)}
        onClose={() => setDoomed(null)}
      >
        <p>Nobody new joins with such an address any more. Who has joined stays.</p>
      </Confirm>
    </div>
  );
}

function Domain({ org, domain, onRemove }: { org: string; domain: SsoDomain; onRemove: () => void }) {
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: () =>
      api.POST("/api/v1/organisations/{org}/sso/domains/{domain}/verify", {
        params: { path: { org, domain: domain.domain } },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.ssoDomains(org) }),
  });
  return (
    <li className="flex flex-col gap-3 px-4 py-(--item-pad)">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="min-w-0 flex-1 basis-40 font-semibold break-all">{domain.domain}</h3>
        <Badge tone={domain.verified_at ? "success" : "warning"}>{domain.verified_at ? "Proven" : "Not proven"}</Badge>
        {!domain.verified_at && (
          <Button busy={verify.isPending} onClick={() => verify.mutate()}>
            Verify<span className="sr-only"> {domain.domain}</span>
          </Button>
        )}
        <Button size="icon" aria-label={`Remove ${domain.domain}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      {verify.error && <ProblemAlert error={verify.error} />}
      {!domain.verified_at && (
        <dl className="flex flex-col gap-2">
          <CopyLine label="Name of the TXT record" text={domain.record_name} />
          <CopyLine label="Value of the record" text={domain.record_value} />
        </dl>
      )}
    </li>
  );
}
