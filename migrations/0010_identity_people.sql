-- Factors, mailed links and short-lived questions of people; sessions with a place and a time of proof. All of it belongs
-- to people, who belong to no organisation, so these tables are global; only the organisation's own rule is fenced.

-- Without a password somebody signs in with a passkey, or sets one by mail.
alter table people alter column password_hash drop not null;
alter table people
  add column email_verified_at timestamptz,
  -- The address somebody wants instead, until it is proven.
  add column pending_email text,
  -- The address before the last change, where its owner is told of it.
  add column former_email text;

-- `authenticated_at`: when the person last proved who they are, at sign-in or by stepping up.
alter table sessions add column authenticated_at timestamptz, add column network text not null default '';
update sessions set authenticated_at = created_at;
alter table sessions alter column authenticated_at set not null;

-- Links in mails: only the digest of the token is kept, and a used one is deleted.
create table person_links (
  digest     bytea       primary key,
  person_id  uuid        not null references people (id) on delete cascade,
  purpose    text        not null check (purpose in ('verify_email', 'change_email', 'reset_password')),
  email      text        not null,
  expires_at timestamptz not null
);
create index person_links_person on person_links (person_id);
create index person_links_expiry on person_links (expires_at);

-- `credential` is the public key, the signature counter and the flags, as webauthn-rs writes them.
create table passkeys (
  id            uuid        primary key,
  person_id     uuid        not null references people (id) on delete cascade,
  credential_id bytea       not null constraint passkeys_credential unique,
  credential    jsonb       not null,
  name          text        not null check (length(name) between 1 and 100),
  created_at    timestamptz not null,
  last_used_at  timestamptz
);
create index passkeys_person on passkeys (person_id);

-- One authenticator app per person. A code of a step up to `last_step` is spent (RFC 6238 §5.2).
create table totp_factors (
  person_id     uuid        primary key references people (id) on delete cascade,
  sealed_secret bytea       not null,
  last_step     bigint      not null default 0,
  created_at    timestamptz not null,
  confirmed_at  timestamptz
);

-- A used code is deleted.
create table recovery_codes (
  person_id uuid  not null references people (id) on delete cascade,
  digest    bytea not null,
  primary key (person_id, digest)
);

-- Questions that wait for one answer within minutes: a passkey ceremony, or the second half of a sign-in.
create table challenges (
  digest      bytea       primary key,
  kind        text        not null check (kind in ('passkey_registration', 'passkey_sign_in', 'second_factor')),
  person_id   uuid        references people (id) on delete cascade,
  state       jsonb,
  sealed_code bytea,
  tries       int         not null default 0,
  expires_at  timestamptz not null
);
create index challenges_expiry on challenges (expires_at);

-- What happened to somebody's account. Append-only but for forgetting what is old.
create table person_log (
  id        uuid        primary key,
  person_id uuid        not null references people (id) on delete cascade,
  at        timestamptz not null,
  action    text        not null,
  network   text        not null default '',
  device    text        not null default ''
);
create index person_log_person on person_log (person_id, at desc, id desc);
create index person_log_age on person_log (at);

-- Whether members need a second factor.
alter table organisations add column second_factor text not null default 'off'
  check (second_factor in ('off', 'everyone'));
