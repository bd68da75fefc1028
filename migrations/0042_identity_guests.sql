-- Guests of an organisation, known by a mail address that they have proven, who see all their orders.

-- Links in mails: the digest is there from the moment the mail is written, and a used link is deleted.
create table guest_links (
  id         uuid        primary key,
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  email      text        not null,
  locale     text        not null,
  digest     bytea       unique,
  expires_at timestamptz not null
);
create index guest_links_expiry on guest_links (org_id, expires_at);
select fence('guest_links');

create table guest_sessions (
  digest     bytea       primary key,
  org_id     uuid        not null references organisations (org_id) on delete cascade,
  email      text        not null,
  expires_at timestamptz not null
);
create index guest_sessions_expiry on guest_sessions (org_id, expires_at);
select fence('guest_sessions');
