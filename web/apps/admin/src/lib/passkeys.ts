import type { Body } from "@tessera/client";

/* The browser speaks bytes, the API base64url in JSON (WebAuthn Level 3, §5.1.8 to §5.1.10). */

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function toBase64Url(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const descriptors = (known: PublicKeyCredentialDescriptorJSON[] = []): PublicKeyCredentialDescriptor[] =>
  known.map(({ id, transports }) => ({
    type: "public-key",
    id: fromBase64Url(id),
    ...(transports && { transports: transports as AuthenticatorTransport[] }),
  }));

/** What `navigator.credentials.create` takes, from what the API says. */
export function creationOptions(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials, extensions: _, ...rest } = json;
  return {
    ...(rest as Omit<PublicKeyCredentialCreationOptions, "challenge" | "user">),
    challenge: fromBase64Url(challenge),
    user: { ...user, id: fromBase64Url(user.id) },
    excludeCredentials: descriptors(excludeCredentials),
  };
}

/** What `navigator.credentials.get` takes, from what the API says. */
export function requestOptions(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials, extensions: _, ...rest } = json;
  return {
    ...(rest as Omit<PublicKeyCredentialRequestOptions, "challenge">),
    challenge: fromBase64Url(challenge),
    allowCredentials: descriptors(allowCredentials),
  };
}

/** The browser's answer as the API takes it; its document calls it just an object. */
export type PasskeyAnswer = Body<"/api/v1/auth/passkey", "post">["credential"];

function answerOf(credential: PublicKeyCredential): PasskeyAnswer {
  return toJson(credential) as unknown as PasskeyAnswer;
}

function toJson(credential: PublicKeyCredential): object {
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const shared = {
    id,
    rawId: toBase64Url(rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
  const clientDataJSON = toBase64Url(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    const attestationObject = toBase64Url(response.attestationObject);
    return { ...shared, response: { clientDataJSON, attestationObject, transports: response.getTransports() } };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    ...shared,
    response: {
      clientDataJSON,
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(signature),
      userHandle: userHandle && toBase64Url(userHandle),
    },
  };
}

/** Whether this browser knows passkeys at all; plain HTTP outside of localhost does not. */
export const passkeysWork = (): boolean => "PublicKeyCredential" in window;

/** Whether it can offer them in the suggestions of the address field. */
export const passkeysFillIn = async (): Promise<boolean> =>
  passkeysWork() && ((await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);

/** Makes a passkey on this device; null when the person changed their mind. */
export async function makePasskey(options: object): Promise<PasskeyAnswer | null> {
  const publicKey = creationOptions(options as PublicKeyCredentialCreationOptionsJSON);
  const made = await navigator.credentials.create({ publicKey }).catch(unlessRefused);
  return made ? answerOf(made as PublicKeyCredential) : null;
}

interface AskOptions {
  /** Offer it in the suggestions of a field instead of at once. */
  fillIn?: boolean;
  signal?: AbortSignal;
}

/** Asks for a passkey; null when the person changed their mind. */
export async function askForPasskey(
  options: object,
  { fillIn, signal }: AskOptions = {},
): Promise<PasskeyAnswer | null> {
  const publicKey = requestOptions(options as PublicKeyCredentialRequestOptionsJSON);
  const given = await navigator.credentials
    .get({ publicKey, ...(fillIn && { mediation: "conditional" as const }), ...(signal && { signal }) })
    .catch(unlessRefused);
  return given ? answerOf(given as PublicKeyCredential) : null;
}

/** A dialog that was closed, timed out or was overtaken by another one is no failure. */
function unlessRefused(error: unknown): null {
  if (error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError")) return null;
  throw error;
}
