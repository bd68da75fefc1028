-- SCIM 2.0 (RFC 7643, RFC 7644): an organisation's identity provider says who its people are and in which groups.

-- One token an organisation; only its digest is kept.
create table scim_tokens (
  org_id       uuid        primary key references organisations (org_id) on delete cascade,
  digest       bytea       not null,
  created_at   timestamptz not null,
  last_used_at timestamptz
);
select fence('scim_tokens');

-- `body` holds what the provider says, `user_name`, `external_id` and `active` are read from it. `role`, `role_id` and
-- `events` are what somebody was before they were shut out, to be again when they come back.
create table scim_users (
  id          uuid        primary key,
  org_id      uuid        not null references organisations (org_id) on delete cascade,
  person_id   uuid        not null references people (id) on delete cascade,
  user_name   text        not null,
  external_id text,
  active      boolean     not null,
  body        jsonb       not null,
  role        text        check (role in
    ('owner', 'admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  role_id     uuid,
  events      uuid[],
  version     bigint      not null default 1,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  unique (org_id, id),
  constraint scim_users_one_role check (num_nonnulls(role, role_id) <= 1)
);
create unique index scim_users_name on scim_users (org_id, lower(user_name));
create unique index scim_users_person on scim_users (org_id, person_id);
create index scim_users_people on scim_users (person_id);
select fence('scim_users');

create table scim_groups (
  id           uuid        primary key,
  org_id       uuid        not null references organisations (org_id) on delete cascade,
  display_name text        not null,
  external_id  text,
  version      bigint      not null default 1,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  unique (org_id, id)
);
create unique index scim_groups_name on scim_groups (org_id, lower(display_name));
select fence('scim_groups');

create table scim_group_members (
  org_id   uuid not null,
  group_id uuid not null,
  user_id  uuid not null,
  primary key (group_id, user_id),
  foreign key (org_id, group_id) references scim_groups (org_id, id) on delete cascade,
  foreign key (org_id, user_id) references scim_users (org_id, id) on delete cascade
);
create index scim_group_members_user on scim_group_members (org_id, user_id);
select fence('scim_group_members');
