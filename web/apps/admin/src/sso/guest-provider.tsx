import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type GuestSignIn, keys } from "@tessera/client";
import { Field, OwnFields, TextInput } from "@tessera/ui";
import * as z from "zod/mini";
import { Loaded } from "../app/loaded";
import { useApiForm } from "../lib/api-form";
import { SaveBar, useSaved } from "../lib/saved";
import { ClientFields, clientBody, clientShape, clientValues } from "./client-fields";
import { Disconnect } from "./disconnect";
import { guestProviderQuery } from "./queries";
import { CopyLine } from "./sso-page";

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Enter what guests know it by")),
  ...clientShape,
});

/** The identity provider of the organisation's guests. */
export function GuestProvider({ org }: { org: string }) {
  const query = useQuery(guestProviderQuery(org));
  return (
    <Loaded query={query} failure="The provider could not be loaded" skeleton="h-96">
      {(signIn) => (
        <OwnFields>
          <Provider org={org} signIn={signIn} />
        </OwnFields>
      )}
    </Loaded>
  );
}

function Provider({ org, signIn }: { org: string; signIn: GuestSignIn }) {
  const client = useQueryClient();
  const provider = signIn.provider ?? null;
  const path = { params: { path: { org } } };
  const { form, submit, summary, busy, errorOf } = useApiForm({
    schema,
    defaultValues: { name: provider?.name ?? "", ...clientValues(provider, "email") },
    onSubmit: async ({ name, ...typed }) => {
      const body = { name, ...clientBody(typed) };
      const saved = await api.PUT("/api/v1/organisations/{org}/guest-provider", { ...path, body });
      client.setQueryData(keys.guestProvider(org), saved);
      form.setValue("client_secret", "");
      markSaved();
    },
  });
  const { saved, markSaved } = useSaved(form);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      {summary}
      <dl className="flex flex-col gap-3">
        <CopyLine label="Redirect address for guests" text={signIn.redirect_uri} />
        <CopyLine label="Where guests sign in" text={signIn.sign_in_url} />
      </dl>
      <p className="text-ink-2">
        Orders are opened by an address that the provider says is proven (<code>email_verified</code>). Without one a
        guest proves theirs once, by a mailed link.
      </p>
      <Field
        label="Name"
        name="name"
        error={errorOf("name")}
        hint="Guests read “Sign in with” and this, such as Harbour Club"
      >
        <TextInput {...form.register("name")} autoComplete="off" />
      </Field>
      <ClientFields register={form.register} errorOf={errorOf} hasSecret={provider?.has_secret ?? false} />
      <div className="flex flex-wrap items-center gap-3">
        <SaveBar busy={busy} saved={saved} label={provider ? "Save" : "Connect"} />
        {provider && (
          <Disconnect
            title="Disconnect the provider for guests?"
            remove={() => api.DELETE("/api/v1/organisations/{org}/guest-provider", path)}
            queryKey={keys.guestProvider(org)}
          >
            <p>Guests who signed in through it are signed out. Mailed links and passkeys go on working.</p>
          </Disconnect>
        )}
      </div>
    </form>
  );
}
