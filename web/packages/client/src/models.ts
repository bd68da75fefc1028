import type { Answer, Body } from "./client";

export type {
  ApiKey,
  AuditChain,
  AuditEntry,
  AuditSettings,
  AuditStream,
  DeviceSession,
  Factors,
  Invitation,
  InvitationOffer,
  Member,
  Membership,
  Passkey,
  Permission,
  PermissionView,
  Role,
  SecondFactorAsked,
  SecondFactorKind,
  SecurityPolicy,
  Session,
} from "./pending";

/* Names for what the operations answer with, taken from the generated paths so that they cannot drift. */
type Org = "/api/v1/organisations/{org}";
type Ev = `${Org}/events/{event}`;

export type Organisation = Answer<Org, "get">;
export type OrganisationIn = Body<"/api/v1/organisations", "post">;
export type OrganisationPatch = Body<Org, "patch">;

export type Team = Answer<`${Org}/teams`, "get">["items"][number];

export type EventPage = Answer<`${Org}/events`, "get">;
export type EventSummary = EventPage["items"][number];
export type EventIn = Body<`${Org}/events`, "post">;
export type EventPatch = Body<Ev, "patch">;
export type Event = Answer<Ev, "get">;
export type Checklist = Answer<`${Ev}/checklist`, "get">;
export type ChecklistItem = Checklist["items"][number];
export type Stats = Answer<`${Ev}/stats`, "get">;

export type Product = Answer<`${Ev}/products/{product}`, "get">;
export type ProductIn = Body<`${Ev}/products`, "post">;
export type ProductPatch = Body<`${Ev}/products/{product}`, "patch">;
export type Availability = Product["availability"];
export type Money = Product["price"];
export type Quota = Answer<`${Ev}/quotas`, "get">["items"][number];

export type OrderPage = Answer<`${Ev}/orders`, "get">;
export type OrderSummary = OrderPage["items"][number];
export type Order = Answer<`${Ev}/orders/{code}`, "get">;
export type OrderStatus = OrderSummary["status"];
export type Position = Order["positions"][number];
export type OrderIn = Body<`${Ev}/orders`, "post">;

export type CheckInList = Answer<`${Ev}/check-in-lists/{list}`, "get">;
export type Verdict = Answer<`${Ev}/check-in-lists/{list}/redeem`, "post">;
export type Scan = Answer<`${Ev}/check-in-lists/{list}/scans`, "get">["items"][number];

export type MailPage = Answer<`${Org}/mails`, "get">;
export type MailSummary = MailPage["items"][number];
export type Mail = Answer<`${Org}/mails/{mail}`, "get">;
export type DeadJobPage = Answer<`${Org}/jobs`, "get">;
export type DeadJob = DeadJobPage["items"][number];

/** A text per language, keyed by BCP 47 tag. */
export type LocalizedText = Record<string, string>;
