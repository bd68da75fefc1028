/*
 * Operations that the document does not have yet, or not rightly, in the shape that they have on the wire. They win over
 * the generated types: an entry goes as soon as the document has it, and this file with the last of them.
 */

import type { Event, Order } from "./models";

type Method = "get" | "put" | "post" | "patch" | "delete";
type Route<T> = T & { [M in Exclude<Method, keyof T>]?: never };
type Path<P> = { parameters: { path: P } };
type Takes<B> = { requestBody: { content: { "application/json": B } } };
type TakesNothing = { requestBody?: never };
type Gives<A> = { responses: { 200: { content: { "application/json": A } } } };
type GivesNothing = { responses: { 204: { content?: never } } };

export type Permission =
  | "organisation.edit"
  | "members.view"
  | "members.manage"
  | "roles.manage"
  | "security.manage"
  | "api_keys.manage"
  | "audit.view"
  | "events.create"
  | "events.edit"
  | "events.publish"
  | "catalogue.edit"
  | "orders.view"
  | "orders.create"
  | "orders.edit"
  | "orders.mark_paid"
  | "orders.cancel"
  | "orders.refund"
  | "orders.export"
  | "checkin.view"
  | "checkin.perform"
  | "checkin.manage"
  | "mails.view"
  | "jobs.manage";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type List<T> = { items: T[] };

export interface Membership {
  id: string;
  slug: string;
  name: string;
  role: string;
  role_name: string;
  all_events: boolean;
  permissions: Permission[];
  event_permissions: Record<string, Permission[]>;
}
export interface Session {
  person: { id: string; name: string; email: string; email_verified?: boolean; locale: string };
  organisations: Membership[];
  csrf_token: string;
}
export interface DeviceSession {
  id: string;
  device: string;
  user_agent: string;
  ip: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}
export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at?: string | null;
}
export interface Factors {
  password: boolean;
  totp: boolean;
  passkeys: number;
  recovery_codes: number;
  email_verified: boolean;
}
export type SecondFactorKind = "totp" | "passkey" | "recovery_code" | "email_code";
export interface SecondFactorAsked {
  second_factor: { ticket: string; kinds: SecondFactorKind[] };
}
interface RecoveryCodes {
  recovery_codes: string[];
}
type StepUp = { password: string } | { code: string } | { passkey: object };

export interface PermissionView {
  name: Permission;
  group: string;
  sentence: string;
}
export interface Role {
  role: string;
  name: string;
  built_in: boolean;
  permissions: Permission[];
  members: number;
}
export interface Member {
  person: string;
  name: string;
  email: string;
  role: string;
  role_name: string;
  events?: string[] | null;
  teams: string[];
  second_factor: boolean;
  joined_at: string;
  last_seen_at?: string | null;
}
export interface Invitation {
  id: string;
  email: string;
  role: string;
  role_name: string;
  events?: string[] | null;
  invited_by?: string | null;
  created_at: string;
  expires_at: string;
  expired: boolean;
}
export interface InvitationOffer {
  organisation: string;
  slug: string;
  email: string;
  has_account: boolean;
  role: string;
  role_name: string;
  all_events: boolean;
  invited_by?: string | null;
  expires_at: string;
  expired: boolean;
}
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  permissions: Permission[];
  events?: string[] | null;
  created_at: string;
  expires_at?: string | null;
  last_used_at?: string | null;
}
interface ApiKeyIn {
  name: string;
  permissions: Permission[];
  events?: string[] | null;
  expires_at?: string | null;
}
export interface AuditEntry {
  id: string;
  at: string;
  action: string;
  actor: { kind: string; id?: string | null; name?: string | null };
  subject: { kind: string; id?: string | null };
  event?: string | null;
  before?: Json;
  after?: Json;
  reason?: string | null;
  from_ip?: string | null;
  user_agent?: string | null;
  correlation_id?: string | null;
}
interface AuditQuery {
  actor?: string;
  action?: string;
  subject_kind?: string;
  subject?: string;
  event?: string;
  from?: string;
  to?: string;
  q?: string;
  limit?: number;
  cursor?: string;
}
export interface AuditHead {
  day: string;
  seq: number;
  hash: string;
  message: string;
  signature: string;
  public_key: string;
}
export interface AuditChain {
  sealed_to: number;
  sealed_at?: string | null;
  waiting: number;
  begins_after: number;
  head: AuditHead;
  days: AuditHead[];
}
export interface AuditStream {
  kind: "webhook" | "syslog_udp" | "syslog_tcp" | "syslog_tls";
  target: string;
}
export interface AuditSettings {
  keep_days?: number | null;
  stream?: AuditStream | null;
  streamed_to: number;
  stream_error?: string | null;
  secret?: string | null;
}
export interface SecurityPolicy {
  second_factor: "off" | "everyone";
}

type Org = { org: string };

export interface PendingPaths {
  "/api/v1/me": Route<{
    get: TakesNothing & Gives<Session>;
    patch: Takes<{ name?: string; locale?: string }> & Gives<Session>;
  }>;
  "/api/v1/auth/sign-up": Route<{
    post: Takes<{ name: string; email: string; password: string; invitation?: string }> & Gives<Session>;
  }>;
  "/api/v1/auth/sign-in": Route<{
    post: Takes<{ email: string; password: string }> & Gives<Session | SecondFactorAsked>;
  }>;
  "/api/v1/me/sessions": Route<{ get: TakesNothing & Gives<List<DeviceSession>>; delete: TakesNothing & GivesNothing }>;
  "/api/v1/me/sessions/{session}": Route<{ delete: Path<{ session: string }> & TakesNothing & GivesNothing }>;
  "/api/v1/me/factors": Route<{ get: TakesNothing & Gives<Factors> }>;
  "/api/v1/me/passkeys": Route<{
    get: TakesNothing & Gives<List<Passkey>>;
    post: Takes<{ name: string; credential: object }> & Gives<Passkey>;
  }>;
  "/api/v1/me/passkeys/options": Route<{ post: TakesNothing & Gives<object> }>;
  "/api/v1/me/passkeys/{passkey}": Route<{
    patch: Path<{ passkey: string }> & Takes<{ name: string }> & Gives<Passkey>;
    delete: Path<{ passkey: string }> & TakesNothing & GivesNothing;
  }>;
  "/api/v1/me/totp": Route<{
    post: TakesNothing & Gives<{ secret: string; uri: string; qr_svg: string }>;
    delete: TakesNothing & GivesNothing;
  }>;
  "/api/v1/me/totp/confirm": Route<{ post: Takes<{ code: string }> & Gives<RecoveryCodes> }>;
  "/api/v1/me/recovery-codes": Route<{ post: TakesNothing & Gives<RecoveryCodes> }>;
  "/api/v1/me/password": Route<{ post: Takes<{ password: string }> & GivesNothing }>;
  "/api/v1/me/email": Route<{ post: Takes<{ email: string }> & GivesNothing }>;
  "/api/v1/me/verify-email": Route<{ post: TakesNothing & GivesNothing }>;
  "/api/v1/me/api-keys": Route<{
    get: TakesNothing & Gives<List<ApiKey>>;
    post: Takes<ApiKeyIn> & Gives<ApiKey & { secret: string }>;
  }>;
  "/api/v1/me/api-keys/{key}": Route<{ delete: Path<{ key: string }> & TakesNothing & GivesNothing }>;
  "/api/v1/auth/second-factor": Route<{ post: Takes<{ ticket: string; code: string }> & Gives<Session> }>;
  "/api/v1/auth/second-factor/mail": Route<{ post: Takes<{ ticket: string }> & GivesNothing }>;
  "/api/v1/auth/passkey/options": Route<{ post: TakesNothing & Gives<object> }>;
  "/api/v1/auth/passkey": Route<{ post: Takes<{ credential: object }> & Gives<Session> }>;
  "/api/v1/auth/step-up": Route<{ post: Takes<StepUp> & Gives<Session> }>;
  "/api/v1/auth/forgot": Route<{ post: Takes<{ email: string }> & GivesNothing }>;
  "/api/v1/auth/reset": Route<{ post: Takes<{ token: string; password: string }> & GivesNothing }>;
  "/api/v1/auth/verify-email": Route<{ post: Takes<{ token: string }> & GivesNothing }>;
  "/api/v1/auth/methods": Route<{
    get: { parameters: { query?: { email?: string } } } & TakesNothing &
      Gives<{ sso?: { name: string; url: string } | null }>;
  }>;
  "/api/v1/invitations/{token}": Route<{ get: Path<{ token: string }> & TakesNothing & Gives<InvitationOffer> }>;
  "/api/v1/invitations/{token}/accept": Route<{
    post: Path<{ token: string }> & TakesNothing & Gives<InvitationOffer>;
  }>;
  "/api/v1/permissions": Route<{ get: TakesNothing & Gives<List<PermissionView>> }>;
  "/api/v1/organisations/{org}/events/{event}/cancel": Route<{
    post: Path<Org & { event: string }> & Takes<{ reason: Record<string, string>; confirm: string }> & Gives<Event>;
  }>;
  "/api/v1/organisations/{org}/events/{event}/orders/{code}/positions/{number}": Route<{
    patch: Path<Org & { event: string; code: string; number: number }> &
      Takes<{ attendee_name: string }> &
      Gives<Order>;
  }>;
  "/api/v1/organisations/{org}/roles": Route<{
    get: Path<Org> & TakesNothing & Gives<List<Role>>;
    post: Path<Org> & Takes<{ name: string; permissions: Permission[] }> & Gives<Role>;
  }>;
  "/api/v1/organisations/{org}/roles/{role}": Route<{
    patch: Path<Org & { role: string }> & Takes<{ name?: string; permissions?: Permission[] }> & Gives<Role>;
    delete: Path<Org & { role: string }> & TakesNothing & GivesNothing;
  }>;
  "/api/v1/organisations/{org}/members": Route<{ get: Path<Org> & TakesNothing & Gives<List<Member>> }>;
  "/api/v1/organisations/{org}/members/me": Route<{ delete: Path<Org> & TakesNothing & GivesNothing }>;
  "/api/v1/organisations/{org}/members/{person}": Route<{
    patch: Path<Org & { person: string }> & Takes<{ role?: string; events?: string[] | null }> & Gives<Member>;
    delete: Path<Org & { person: string }> & TakesNothing & GivesNothing;
  }>;
  "/api/v1/organisations/{org}/invitations": Route<{
    get: Path<Org> & TakesNothing & Gives<List<Invitation>>;
    post: Path<Org> & Takes<{ email: string; role: string; events?: string[] | null }> & Gives<Invitation>;
  }>;
  "/api/v1/organisations/{org}/invitations/{invitation}": Route<{
    delete: Path<Org & { invitation: string }> & TakesNothing & GivesNothing;
  }>;
  "/api/v1/organisations/{org}/invitations/{invitation}/resend": Route<{
    post: Path<Org & { invitation: string }> & TakesNothing & Gives<Invitation>;
  }>;
  "/api/v1/organisations/{org}/api-keys": Route<{
    get: Path<Org> & TakesNothing & Gives<List<ApiKey>>;
    post: Path<Org> & Takes<ApiKeyIn> & Gives<ApiKey & { secret: string }>;
  }>;
  "/api/v1/organisations/{org}/api-keys/{key}": Route<{
    delete: Path<Org & { key: string }> & TakesNothing & GivesNothing;
  }>;
  "/api/v1/organisations/{org}/audit": Route<{
    get: { parameters: { path: Org; query?: AuditQuery } } & TakesNothing &
      Gives<List<AuditEntry> & { next_cursor?: string | null }>;
  }>;
  "/api/v1/organisations/{org}/audit/chain": Route<{ get: Path<Org> & TakesNothing & Gives<AuditChain> }>;
  "/api/v1/organisations/{org}/audit/settings": Route<{
    get: Path<Org> & TakesNothing & Gives<AuditSettings>;
    put: Path<Org> &
      Takes<{ keep_days?: number | null; stream?: AuditStream | null; new_secret?: boolean }> &
      Gives<AuditSettings>;
  }>;
  "/api/v1/organisations/{org}/security": Route<{
    get: Path<Org> & TakesNothing & Gives<SecurityPolicy>;
    put: Path<Org> & Takes<SecurityPolicy> & Gives<SecurityPolicy>;
  }>;
}
