-- Links that make a device door staff: for one event, perhaps for one list, until a time. Only the digest of a link's
-- secret is here. A revoked one stays, so that the audit log can say what it was called.
create table door_links (
  org_id       uuid        not null,
  id           uuid        primary key,
  event_id     uuid        not null,
  -- Null for every list of the event.
  list_id      uuid        references check_in_lists (id) on delete cascade,
  name         text        not null check (length(name) between 1 and 100),
  token_hash   bytea       not null unique,
  -- A person or a key.
  made_by      uuid,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index door_links_event on door_links (org_id, event_id, created_at desc) where revoked_at is null;
select fence('door_links');

-- Whoever holds a link sees the row that keeps its digest: it says what it is for.
create policy bearer on door_links for select
  using (token_hash = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));
