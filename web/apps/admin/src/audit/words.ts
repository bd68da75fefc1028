import type { AuditEntry } from "@tessera/client";

const sentences: Record<string, string> = {
  "organisation.created": "opened the organisation",
  "organisation.updated": "changed the organisation's settings",
  "organisation.security_changed": "changed what the organisation asks of its members",
  "event.created": "created an event",
  "event.updated": "changed an event",
  "event.published": "published an event",
  "event.unpublished": "took an event off sale",
  "event.cancelled": "cancelled an event",
  "event.test_mode_begun": "put an event into test mode",
  "event.test_mode_ended": "ended an event's test mode",
  "event.cover_set": "changed the cover image of an event",
  "event.cover_removed": "removed the cover image of an event",
  "product.created": "added a ticket",
  "product.updated": "changed a ticket",
  "product.archived": "removed a ticket",
  "product.restored": "put a ticket back",
  "product.picture_set": "gave a ticket a picture",
  "product.picture_removed": "removed a ticket's picture",
  "category.created": "added a category of tickets",
  "category.updated": "changed a category of tickets",
  "category.deleted": "removed a category of tickets",
  "variation.created": "added a variation of a ticket",
  "variation.updated": "changed a variation of a ticket",
  "variation.archived": "removed a variation of a ticket",
  "variation.restored": "put a variation of a ticket back",
  "quota.created": "added a limit",
  "quota.updated": "changed a limit",
  "quota.deleted": "removed a limit",
  "order.placed": "placed an order",
  "order.paid": "marked an order as paid",
  "order.approved": "approved an order",
  "order.denied": "denied an order",
  "order.deleted": "deleted a test order",
  "order.cancelled": "cancelled an order",
  "order.expired": "let an order expire",
  "order.resent": "sent an order's mail again",
  "order.vat_id_checked": "had the VAT id of an order looked up",
  "order.names_changed": "changed a name on an order",
  "order.note": "wrote a note on an order",
  "order.exported": "took the orders along as a file",
  "order.method_changed": "changed how an order is paid",
  "access.refused": "was refused something their role does not allow",
  "audit.settings_changed": "changed how long the audit log is kept, or where it goes",
  "audit.pruned": "removed the oldest entries, as the settings say",
  "audit.exported": "took the audit log along as a file",
  "mail.opened": "opened a mail",
  "mail.file_opened": "opened a file of a mail",
  "member.joined": "joined the organisation",
  "invitation.resent": "sent an invitation again",
  "payment.started": "started a payment",
  "payment.failed": "ended a payment without money",
  "payment.unassigned": "got money that no order waits for",
  "ticket.checked_in": "checked in a ticket",
  "ticket.check_in_undone": "undid a check-in",
  "ticket.renamed": "changed the name on a ticket",
  "check_in_list.created": "added a check-in list",
  "check_in_list.updated": "changed a check-in list",
  "member.changed": "changed the role of a member",
  "member.removed": "removed a member",
  "member.signed_out": "signed a member out",
  "member.left": "left the organisation",
  "role.created": "made a role",
  "role.updated": "changed a role",
  "role.deleted": "deleted a role",
  "team.created": "made a team",
  "team.updated": "changed a team",
  "team.deleted": "dissolved a team",
  "invitation.created": "invited somebody",
  "invitation.accepted": "accepted an invitation",
  "invitation.revoked": "took back an invitation",
  "api_key.created": "made an API key",
  "api_key.revoked": "revoked an API key",
  "app.registered": "registered an app",
  "app.allowed": "let an app act for them",
  "app.revoked": "took back what an app may do",
  "app.removed": "removed an app",
  "app.secret_renewed": "gave an app another secret",
  "door_link.created": "made a link for door staff",
  "door_link.revoked": "revoked a link for door staff",
  "guest.passkey_added": "added a passkey to their tickets",
  "guest.passkey_removed": "removed a passkey from their tickets",
  "guest.connected": "signed in through the provider for guests for the first time",
  "guest_provider.configured": "set up the identity provider for guests",
  "guest_provider.removed": "removed the identity provider for guests",
  "job.retried": "had a failed job tried again",
  "mail.retried": "had a mail sent again",
};

/** `api_key.made_new` → "api key: made new", for what we have no sentence for yet. */
const plain = (action: string): string => action.replaceAll("_", " ").replace(".", ": ");

/** What reads differently when nobody of the organisation did it. */
const byOthers: Record<string, Record<string, string>> = {
  guest: { "order.paid": "completed an order" },
  provider: { "order.paid": "reported an order as paid", "payment.failed": "reported a payment as failed" },
};

/** What was done, to be read after the name of who did it. */
export const actionWords = (action: string, kind: AuditEntry["actor"]["kind"]): string =>
  byOthers[kind]?.[action] ?? sentences[action] ?? plain(action);

const actors: Record<string, string> = {
  guest: "A guest",
  job: "Tessera",
  system: "Tessera",
  provider: "The payment provider",
  device: "A door",
  key: "An API key",
  app: "An app",
  support: "Support",
};

export const actorWords = ({ kind, name }: AuditEntry["actor"]): string => name || actors[kind] || "Somebody";

/** Who else may have acted, besides members. */
export const actorKinds: { kind: string; label: string }[] = [
  { kind: "guest", label: "Guests" },
  { kind: "job", label: "Tessera, by itself" },
  { kind: "provider", label: "Payment providers" },
];

/** The kinds of actions that can be asked for, by how they begin. */
export const actionGroups: { prefix: string; label: string }[] = [
  { prefix: "order.", label: "Orders" },
  { prefix: "payment.", label: "Payments" },
  { prefix: "ticket.", label: "Tickets and the door" },
  { prefix: "event.", label: "Events" },
  { prefix: "product.", label: "Tickets on sale" },
  { prefix: "quota.", label: "Limits" },
  { prefix: "member.", label: "Members" },
  { prefix: "invitation.", label: "Invitations" },
  { prefix: "role.", label: "Roles" },
  { prefix: "mail.", label: "Mails" },
  { prefix: "api_key.", label: "API keys" },
  { prefix: "app.", label: "Apps" },
  { prefix: "door_link.", label: "Links for door staff" },
  { prefix: "organisation.", label: "Organisation" },
  { prefix: "audit.", label: "This log" },
];
