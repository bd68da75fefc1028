-- Organisations, people, memberships, sessions.

-- Where an organisation's public address leads. Global: it is read before the tenant is known.
create table organisation_slugs (
  slug   text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'),
  org_id uuid not null unique
);

create table organisations (
  org_id         uuid        primary key,
  slug           text        not null unique references organisation_slugs (slug) on update cascade,
  name           text        not null check (length(name) between 1 and 200),
  contact_email  text        not null,
  website        text,
  about          jsonb       not null default '{}',
  locales        text[]      not null check (cardinality(locales) between 1 and 20),
  created_at     timestamptz not null,
  updated_at     timestamptz not null
);
select fence('organisations');

-- People sign in once for all their organisations, so these two are global.
create table people (
  id            uuid        primary key,
  email         text        not null,
  name          text        not null check (length(name) between 1 and 200),
  password_hash text        not null,
  locale        text        not null default 'en',
  created_at    timestamptz not null
);
create unique index people_email on people (lower(email));

create table sessions (
  id           uuid        primary key,
  token_hash   bytea       not null unique,
  person_id    uuid        not null references people (id) on delete cascade,
  user_agent   text        not null default '',
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null
);
create index sessions_person on sessions (person_id);
create index sessions_expiry on sessions (expires_at);

-- Seen from inside the organisation, or by the person it belongs to (to list one's own organisations).
create table memberships (
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  person_id  uuid        not null references people (id) on delete cascade,
  role       text        not null check (role in ('owner')),
  created_at timestamptz not null,
  primary key (org_id, person_id)
);
create index memberships_person on memberships (person_id);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy tenant on memberships
  using (org_id = (select nullif(current_setting('app.org', true), ''))::uuid
      or person_id = (select nullif(current_setting('app.person', true), ''))::uuid)
  with check (org_id = (select nullif(current_setting('app.org', true), ''))::uuid);

-- People also see the organisations they belong to, to list them before one is chosen.
create policy own on organisations for select
  using (org_id in (select m.org_id from memberships m
                    where m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));

-- What other domains may know of an organisation: what its public pages show.
create view organisers with (security_invoker = true) as
  select org_id, slug, name, contact_email, website, about, locales from organisations;

-- What other domains may know of people: how to call them.
create view person_names as select id, name from people;
