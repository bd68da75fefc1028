-- Guests' accounts: an address that was proven, the passkeys that sign in to it, and who it is at the identity provider
-- that the organisation has for its guests.

create table guests (
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  id         uuid        primary key,
  email      text        not null,
  created_at timestamptz not null,
  constraint guests_of_org unique (org_id, id)
);
create unique index guests_address on guests (org_id, lower(email));
select fence('guests');

create table guest_passkeys (
  org_id        uuid        not null,
  id            uuid        primary key,
  guest_id      uuid        not null,
  credential_id bytea       not null,
  credential    jsonb       not null,
  name          text        not null check (length(name) between 1 and 100),
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  foreign key (org_id, guest_id) references guests (org_id, id) on delete cascade
);
create unique index guest_passkeys_credential on guest_passkeys (org_id, credential_id);
create index guest_passkeys_guest on guest_passkeys (org_id, guest_id);
select fence('guest_passkeys');

-- One provider an organisation. The secret is sealed.
create table guest_providers (
  org_id        uuid        primary key references organisations (org_id) on delete cascade,
  name          text        not null check (length(name) between 1 and 60),
  issuer        text        not null,
  client_id     text        not null,
  sealed_secret bytea,
  scopes        text[]      not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
select fence('guest_providers');

-- Who a guest is at the provider: by issuer and subject, never by address.
create table guest_identities (
  org_id       uuid        not null,
  id           uuid        primary key,
  issuer       text        not null,
  subject      text        not null,
  guest_id     uuid        not null,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  constraint guest_identities_of_org unique (org_id, id),
  foreign key (org_id, guest_id) references guests (org_id, id) on delete cascade
);
create unique index guest_identities_subject on guest_identities (org_id, issuer, subject);
create index guest_identities_guest on guest_identities (org_id, guest_id);
select fence('guest_identities');

-- A session of somebody whom the provider vouches for, but whose address nobody has proven yet, has no address: it holds
-- who they are there until they follow a mailed link. `proven_at` is when the guest last proved who they are.
alter table guest_sessions
  alter column email drop not null,
  add column proven_at timestamptz not null default to_timestamp(0),
  add column identity_id uuid,
  add column issuer text,
  add column subject text,
  add constraint guest_sessions_whose check (num_nonnulls(email, issuer) = 1 and num_nonnulls(issuer, subject) <> 1),
  add constraint guest_sessions_identity foreign key (org_id, identity_id)
    references guest_identities (org_id, id) on delete cascade;
create index guest_sessions_identity_id on guest_sessions (identity_id) where identity_id is not null;

alter table challenges
  drop constraint challenges_kind_check,
  add constraint challenges_kind_check check (kind in ('passkey_registration', 'passkey_sign_in', 'second_factor',
    'guest_passkey_registration', 'guest_passkey_sign_in'));

alter table sso_flows
  drop constraint sso_flows_purpose_check,
  add constraint sso_flows_purpose_check check (purpose in ('sign_in', 'link', 'test', 'guest'));
