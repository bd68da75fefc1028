-- Who may do what: roles that organisations make for themselves, who has which role at which events, teams.
-- The built-in roles are code; here they are names.

create table roles (
  org_id      uuid        not null references organisations (org_id) on delete cascade,
  id          uuid        primary key,
  name        text        not null check (length(name) between 1 and 100),
  permissions text[]      not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  unique (org_id, id)
);
create unique index roles_name on roles (org_id, lower(name));
select fence('roles');

-- `events` is null for the whole organisation; otherwise the role holds at these events only.
alter table memberships
  alter column role drop not null,
  add column role_id uuid,
  add column events uuid[],
  drop constraint memberships_role_check,
  add constraint memberships_role_check check (role in
    ('owner', 'admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  add constraint memberships_one_role check (num_nonnulls(role, role_id) = 1),
  add constraint memberships_owner_everywhere check (role is distinct from 'owner' or events is null),
  add constraint memberships_role_id foreign key (org_id, role_id) references roles (org_id, id);
create index memberships_role_id on memberships (org_id, role_id) where role_id is not null;

-- A team's role and events are granted to its members, besides their own.
create table teams (
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  id         uuid        primary key,
  name       text        not null check (length(name) between 1 and 100),
  role       text        check (role in
    ('admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  role_id    uuid,
  events     uuid[],
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (org_id, id),
  constraint teams_one_role check (num_nonnulls(role, role_id) = 1),
  constraint teams_role_id foreign key (org_id, role_id) references roles (org_id, id)
);
create unique index teams_name on teams (org_id, lower(name));
create index teams_role_id on teams (org_id, role_id) where role_id is not null;
select fence('teams');

create table team_members (
  org_id    uuid not null,
  team_id   uuid not null,
  person_id uuid not null,
  primary key (team_id, person_id),
  foreign key (org_id, team_id) references teams (org_id, id) on delete cascade,
  constraint team_members_are_members foreign key (org_id, person_id)
    references memberships (org_id, person_id) on delete cascade
);
create index team_members_person on team_members (org_id, person_id);
select fence('team_members');

-- People also see their own teams and the roles of organisations they belong to: what they may do is read before
-- an organisation is chosen.
create policy own on team_members for select
  using (person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
create policy own on teams for select
  using (org_id in (select m.org_id from memberships m
                    where m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));
create policy own on roles for select
  using (org_id in (select m.org_id from memberships m
                    where m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));

-- What other domains may know of events: that they exist, and how they are called.
create view event_names with (security_invoker = true) as select id, org_id, slug, name from events;
