import { Field, TextInput } from "@tessera/ui";
import type { UseFormRegisterReturn } from "react-hook-form";
import * as z from "zod/mini";

/** How Tessera is known at an identity provider, as people type it. */
export const clientShape = {
  issuer: z.string().check(z.trim(), z.minLength(1, "Enter the provider's address")),
  client_id: z.string().check(z.trim(), z.minLength(1, "Enter the client id")),
  client_secret: z.string(),
  scopes: z.string(),
};

type Typed = Record<keyof typeof clientShape, string>;

/** What the fields show at first; `scopes` is what is asked for where nothing is set up yet. */
export const clientValues = (
  client: { issuer: string; client_id: string; scopes: string[] } | null,
  scopes: string,
): Typed => ({
  issuer: client?.issuer ?? "",
  client_id: client?.client_id ?? "",
  client_secret: "",
  scopes: client?.scopes.join(" ") ?? scopes,
});

/** What is sent; an empty secret keeps the one that is there. */
export const clientBody = ({ issuer, client_id, client_secret, scopes }: Typed) => ({
  issuer,
  client_id,
  ...(client_secret ? { client_secret } : {}),
  scopes: scopes.split(/\s+/).filter(Boolean),
});

interface Props {
  register: (name: keyof Typed) => UseFormRegisterReturn;
  errorOf: (name: keyof Typed) => string | undefined;
  hasSecret: boolean;
}

/** The fields that every connection to an identity provider has. */
export function ClientFields({ register, errorOf, hasSecret }: Props) {
  return (
    <>
      <Field
        label="Provider's address (issuer)"
        name="issuer"
        error={errorOf("issuer")}
        hint="As in its discovery document, such as https://login.example.org/realms/staff"
      >
        <TextInput {...register("issuer")} type="url" inputMode="url" spellCheck={false} dir="ltr" />
      </Field>
      <Field label="Client id" name="client_id" error={errorOf("client_id")}>
        <TextInput {...register("client_id")} autoComplete="off" spellCheck={false} dir="ltr" />
      </Field>
      <Field
        label="Client secret"
        name="client_secret"
        error={errorOf("client_secret")}
        hint={hasSecret ? "There is one. Leave it empty to keep it." : "It is stored sealed and never shown."}
        optional
      >
        <TextInput {...register("client_secret")} type="password" autoComplete="off" dir="ltr" />
      </Field>
      <Field
        label="Scopes"
        name="scopes"
        error={errorOf("scopes")}
        hint="What is asked for besides openid, with spaces between. The provider has to send the mail address."
        optional
      >
        <TextInput {...register("scopes")} autoComplete="off" spellCheck={false} dir="ltr" />
      </Field>
    </>
  );
}
