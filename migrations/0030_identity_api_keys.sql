-- Keys for programs: of an organisation, or of a person for every organisation they belong to. Only the digest of a key
-- is here. A revoked one stays, so that the audit log can say what it was called.
create table api_keys (
  id           uuid        primary key,
  org_id       uuid        references organisations (org_id) on delete cascade,
  person_id    uuid        references people (id) on delete cascade,
  -- Whoever made a key of the organisation. It stays when they go.
  made_by      uuid        references people (id) on delete set null,
  name         text        not null check (length(name) between 1 and 100),
  -- How the key begins, to tell one from another.
  prefix       text        not null,
  key_hash     bytea       not null unique,
  permissions  text[]      not null,
  -- Null for the whole organisation.
  events       uuid[],
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  constraint api_keys_one_owner check (num_nonnulls(org_id, person_id) = 1)
);
create index api_keys_org on api_keys (org_id, created_at desc) where revoked_at is null;
create index api_keys_person on api_keys (person_id, created_at desc) where revoked_at is null;

-- Seen from inside the organisation, by the person whose they are, and by whoever holds the key: it says where it
-- belongs. Inside an organisation, the keys of its members are seen as well, for their names in the audit log.
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy tenant on api_keys
  using (org_id = (select nullif(current_setting('app.org', true), ''))::uuid)
  with check (org_id = (select nullif(current_setting('app.org', true), ''))::uuid);
create policy own on api_keys
  using (person_id = (select nullif(current_setting('app.person', true), ''))::uuid)
  with check (person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
create policy bearer on api_keys for select
  using (key_hash = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));
create policy members on api_keys for select
  using (person_id in (select m.person_id from memberships m
                       where m.org_id = (select nullif(current_setting('app.org', true), ''))::uuid));

alter table audit_log
  drop constraint audit_log_actor_kind_check,
  add constraint audit_log_actor_kind_check check (actor_kind in
    ('person', 'key', 'app', 'device', 'support', 'guest', 'job', 'provider', 'system'));

-- What other domains may know of whoever acts: what to call them.
create view actor_names with (security_invoker = true) as
  select id, name from people
  union all
  select id, name from api_keys;
