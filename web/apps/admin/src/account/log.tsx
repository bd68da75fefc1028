import { useQuery } from "@tanstack/react-query";
import type { AccountLogEntry } from "@tessera/client";
import { Badge, Button, formatMoment } from "@tessera/ui";
import { useState } from "react";
import { Loaded } from "../app/loaded";
import { myLogQuery } from "./queries";

const words: Record<string, string> = {
  "account.disabled": "The operator disabled the account",
  "account.enabled": "The operator enabled the account again",
  "account.reclaimed": "You proved your address. What was added before was removed",
  "api_key.created": "An API key was made",
  "api_key.revoked": "An API key was revoked",
  "app.revoked": "An app was sent away",
  "code.refused": "A sign-in with a wrong code was refused",
  "email.change_requested": "Another email address was asked for",
  "email.changed": "The email address was changed",
  "email.verified": "The email address was verified",
  "passkey.added": "A passkey was added",
  "passkey.refused": "A sign-in with a passkey was refused",
  "passkey.removed": "A passkey was removed",
  "password.changed": "The password was changed",
  "password.refused": "A sign-in with a wrong password was refused",
  "password.reset": "A new password was chosen with a mailed link",
  "person.updated": "Name or language was changed",
  "proof.refused": "A proof of who you are was refused",
  "recovery_codes.replaced": "New recovery codes were made",
  "session.ended_by_organisation": "An organisation signed you out of it",
  "session.ended_by_provider": "A session was ended by the identity provider",
  "session.others_revoked": "All other sessions were ended",
  "session.revoked": "A session was ended",
  "session.started": "Signed in",
  "session.stepped_up": "You proved again who you are",
  "totp.added": "An authenticator app was set up",
  "totp.removed": "The authenticator app was removed",
};

/** Entries that are shown until somebody wants more. */
const FEW = 10;

/** What happened to the account, and what others tried in vain. */
export function AccountLog() {
  const query = useQuery(myLogQuery());
  const [all, setAll] = useState(false);
  return (
    <Loaded query={query} failure="Your account's log could not be loaded">
      {({ items }) => (
        <>
          <ul className="divide-y divide-line rounded-card border border-line">
            {(all ? items : items.slice(0, FEW)).map((entry) => (
              <Row key={`${entry.at}${entry.action}${entry.network}${entry.device}`} entry={entry} />
            ))}
          </ul>
          {!all && items.length > FEW && (
            <Button className="self-start" onClick={() => setAll(true)}>
              Show {items.length - FEW} more
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}

function Row({ entry: { at, action, network, device, times } }: { entry: AccountLogEntry }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-(--item-pad)">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold">
          {words[action] ?? action}
          {times > 1 && <span className="font-normal text-ink-2">, {times} times</span>}
        </p>
        <p className="text-sm text-ink-2">{[formatMoment(at), device, network].filter(Boolean).join(" · ")}</p>
      </div>
      {action.endsWith(".refused") && <Badge tone="warning">Refused</Badge>}
    </li>
  );
}
