import { api, type Passkey } from "@tessera/client";
import { makePasskey } from "../lib/passkeys";

/** Where this browser runs, as a first name for a passkey made here. */
function thisDevice(): string {
  const agent = navigator.userAgent;
  const systems = [/iPhone|iPad/, /Android/, /Windows/, /Mac OS/, /Linux/];
  return systems.map((system) => system.exec(agent)?.[0]).find(Boolean) ?? "This device";
}

/** Adds a passkey of this device to the account at hand; null when the person changed their mind. */
export async function addPasskey(): Promise<Passkey | null> {
  const credential = await makePasskey(await api.POST("/api/v1/me/passkeys/options"));
  return credential && api.POST("/api/v1/me/passkeys", { body: { name: thisDevice(), credential } });
}
