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
  "event.cover_set": "changed the cover image of an event",
  "event.cover_removed": "removed the cover image of an event",
  "product.created": "added a ticket",
  "product.updated": "changed a ticket",
  "product.archived": "removed a ticket",
  "quota.created": "added a limit",
  "quota.updated": "changed a limit",
  "quota.deleted": "removed a limit",
  "order.placed": "placed an order",
  "order.paid": "marked an order as paid",
  "order.cancelled": "cancelled an order",
  "order.expired": "let an order expire",
  "order.resent": "sent an order's mail again",
  "order.names_changed": "changed a name on an order",
  "order.note": "wrote a note on an order",
  "payment.started": "started a payment",
  "ticket.checked_in": "checked in a ticket",
  "ticket.check_in_undone": "undid a check-in",
  "ticket.renamed": "changed the name on a ticket",
  "check_in_list.created": "added a check-in list",
  "member.changed": "changed the role of a member",
  "member.removed": "removed a member",
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
  "job.retried": "had a failed job tried again",
  "mail.retried": "had a mail sent again",
};

/** `api_key.made_new` → "api key: made new", for what we have no sentence for yet. */
const plain = (action: string): string => action.replaceAll("_", " ").replace(".", ": ");

/** What was done, to be read after the name of who did it. */
export const actionWords = (action: string): string => sentences[action] ?? plain(action);

const actors: Record<string, string> = {
  guest: "A guest",
  job: "Tessera",
  system: "Tessera",
  provider: "The payment provider",
  device: "A door",
  key: "An API key",
  support: "Support",
};

export const actorWords = ({ kind, name }: AuditEntry["actor"]): string => name || actors[kind] || "Somebody";

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
  { prefix: "api_key.", label: "API keys" },
  { prefix: "organisation.", label: "Organisation" },
  { prefix: "audit.", label: "This log" },
];
