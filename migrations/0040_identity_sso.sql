-- Single sign-on: an organisation's own identity provider.

-- One connection an organisation. The secret is sealed. `role` or `role_id` is what somebody gets whose groups map to
-- nothing; without it they get in only if they are members already.
create table sso_connections (
  org_id        uuid        primary key references organisations (org_id) on delete cascade,
  issuer        text        not null,
  client_id     text        not null,
  sealed_secret bytea,
  scopes        text[]      not null,
  group_claim   text,
  role          text        check (role in
    ('admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  role_id       uuid,
  joins         boolean     not null,
  -- Whether members get in through it only, but for the one who could mend it.
  required      boolean     not null default false,
  break_glass   uuid        references people (id) on delete set null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint sso_connections_one_role check (num_nonnulls(role, role_id) <= 1),
  constraint sso_connections_role_id foreign key (org_id, role_id) references roles (org_id, id)
);
select fence('sso_connections');

-- Whether a member gets in is asked before the organisation is chosen.
create policy own on sso_connections for select
  using (org_id in (select m.org_id from memberships m
                    where m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));

-- What a group at the provider is here; the first that fits counts.
create table sso_groups (
  org_id   uuid not null references sso_connections (org_id) on delete cascade,
  place    int  not null,
  name     text not null,
  role     text check (role in
    ('admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  role_id  uuid,
  primary key (org_id, place),
  constraint sso_groups_one_role check (num_nonnulls(role, role_id) = 1),
  constraint sso_groups_role_id foreign key (org_id, role_id) references roles (org_id, id)
);
create unique index sso_groups_name on sso_groups (org_id, name);
select fence('sso_groups');

-- Domains that an organisation says are its own, and proves by a TXT record that holds `token`.
create table sso_domains (
  org_id      uuid        not null references organisations (org_id) on delete cascade,
  domain      text        not null check (domain = lower(domain)),
  token       text        not null,
  verified_at timestamptz,
  created_at  timestamptz not null,
  primary key (org_id, domain)
);
select fence('sso_domains');

-- Whose a proven domain is. Global: it is read at sign-in, before the tenant is known.
create table sso_verified_domains (
  domain text primary key,
  org_id uuid not null
);
create index sso_verified_domains_org on sso_verified_domains (org_id);

-- Who somebody is at an organisation's provider: by issuer and subject, never by address.
create table sso_identities (
  id           uuid        primary key,
  org_id       uuid        not null references organisations (org_id) on delete cascade,
  issuer       text        not null,
  subject      text        not null,
  person_id    uuid        not null references people (id) on delete cascade,
  created_at   timestamptz not null,
  last_used_at timestamptz not null
);
create unique index sso_identities_subject on sso_identities (org_id, issuer, subject);
create unique index sso_identities_person on sso_identities (org_id, issuer, person_id);
create index sso_identities_people on sso_identities (person_id);
select fence('sso_identities');

-- Sign-ins on their way to a provider and back: by the digest of the state, bound to the browser's cookie, taken once.
create table sso_flows (
  digest     bytea       primary key,
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  browser    bytea       not null,
  purpose    text        not null check (purpose in ('sign_in', 'link', 'test')),
  person_id  uuid        references people (id) on delete cascade,
  next       text        not null,
  expires_at timestamptz not null
);
create index sso_flows_expiry on sso_flows (org_id, expires_at);
select fence('sso_flows');

-- What a provider said when a connection was tried, for ten minutes.
create table sso_tests (
  digest     bytea       primary key,
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  outcome    jsonb       not null,
  expires_at timestamptz not null
);
select fence('sso_tests');

-- Logout tokens that were taken, so that each counts once (Back-Channel Logout 1.0 §2.6, step 8).
create table sso_logout_tokens (
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  digest     bytea       not null,
  expires_at timestamptz not null,
  primary key (org_id, digest)
);
select fence('sso_logout_tokens');

-- Through which organisation's provider a session began: it opens that organisation and no other. `sso_session` is the
-- provider's name for its own session, `sealed_id_token` what signing out there asks for.
alter table sessions
  add column sso_org uuid,
  add column sso_identity uuid references sso_identities (id) on delete cascade,
  add column sso_session text,
  add column sealed_id_token bytea,
  add constraint sessions_sso check (num_nonnulls(sso_org, sso_identity) <> 1);
create index sessions_sso_identity on sessions (sso_identity) where sso_identity is not null;
