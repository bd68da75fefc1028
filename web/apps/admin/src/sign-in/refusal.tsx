import { Alert } from "@tessera/ui";

/** Why an identity provider's answer let nobody in: what to do, for whoever stands before the door. */
const words = new Map<string, [string, string]>(
  Object.entries({
    "identity.sso_over": ["Sign in once more", "It took too long, was answered before, or began in another browser."],
    "identity.sso_refused": ["Your identity provider refused", "Ask whoever runs it for access to Tessera."],
    "identity.sso_no_address": [
      "Your identity provider vouches for no address",
      "It has to send your mail address. Ask whoever runs it.",
    ],
    "identity.sso_foreign_domain": [
      "Nobody knows you here yet",
      "Sign in by your own means and connect your account on its page, or ask the organisation to prove your mail domain.",
    ],
    "identity.sso_unproven_account": [
      "Prove your address first",
      "An account has your address, but nobody has proven that it is theirs. Have a new password mailed, then try again.",
    ],
    "identity.sso_not_member": ["You don't belong to this organisation", "Ask one of its owners to invite you."],
    "identity.sso_no_role": [
      "None of your groups has a role here",
      "Ask whoever runs your identity provider, or an owner of the organisation.",
    ],
    "identity.sso_deactivated": [
      "You were signed off",
      "Your identity provider says that you don't belong to the organisation any more.",
    ],
    "identity.sso_not_configured": ["There is no single sign-on here", "Sign in by your own means."],
    "identity.sso_unreachable": ["Your identity provider can't be reached", "Try again in some minutes."],
    "identity.account_disabled": ["This account is disabled", "Ask the operator of this site."],
  }),
);

/** A refusal by its code; codes nobody has words for are told as they are. */
export function Refusal({ code }: { code: string }) {
  const [title, advice] = words.get(code) ?? [
    "Single sign-on did not work",
    `Tell whoever looks after it for your organisation: ${code.replace(/[^\w.]/g, "")}`,
  ];
  return (
    <div role="alert">
      <Alert tone="danger" title={title}>
        {advice}
      </Alert>
    </div>
  );
}
