-- Invitations, and links that make a device door staff.

-- Open invitations: one is deleted when it is accepted or revoked, the audit log keeps what became of it. Only the
-- digest of the token is here, from the moment its mail is written. `sending` counts the mails; the last one counts.
create table invitations (
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  id         uuid        primary key,
  email      text        not null,
  role       text        check (role in
    ('owner', 'admin', 'event_manager', 'finance', 'support', 'marketing', 'door', 'viewer')),
  role_id    uuid,
  events     uuid[],
  invited_by uuid        references people (id) on delete set null,
  token_hash bytea       unique,
  sending    int         not null default 1,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint invitations_one_role check (num_nonnulls(role, role_id) = 1),
  constraint invitations_owner_everywhere check (role is distinct from 'owner' or events is null),
  constraint invitations_role_id foreign key (org_id, role_id) references roles (org_id, id)
);
create unique index invitations_email on invitations (org_id, lower(email));
create index invitations_role_id on invitations (org_id, role_id) where role_id is not null;
select fence('invitations');

-- Whoever holds a secret sees the row that keeps its digest: it says which organisation it belongs to.
create policy bearer on invitations for select
  using (token_hash = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));
