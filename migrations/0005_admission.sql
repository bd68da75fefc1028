-- Tickets, check-in lists, check-ins and every scan that was refused.

-- The key pair that signs an event's tickets; the private half is sealed by the Keys port.
create table event_keys (
  event_id    uuid        primary key,
  org_id      uuid        not null,
  public_key  bytea       not null,
  sealed_key  bytea       not null,
  created_at  timestamptz not null
);
select fence('event_keys');

create table tickets (
  id            uuid        primary key,
  org_id        uuid        not null,
  event_id      uuid        not null,
  order_id      uuid        not null,
  position_id   uuid        not null unique,
  product_id    uuid        not null,
  short_code    text        not null,
  token         text        not null,
  attendee_name text        not null default '',
  status        text        not null default 'valid' check (status in ('valid', 'revoked')),
  issued_at     timestamptz not null,
  revoked_at    timestamptz
);
create unique index tickets_short_code on tickets (org_id, short_code);
create index tickets_order on tickets (order_id);
create index tickets_event on tickets (event_id, product_id) where status = 'valid';
select fence('tickets');

create table check_in_lists (
  id           uuid        primary key,
  org_id       uuid        not null,
  event_id     uuid        not null,
  name         text        not null check (length(name) between 1 and 200),
  all_products boolean     not null default true,
  is_default   boolean     not null default false,
  created_at   timestamptz not null
);
-- Every event has one list that nobody had to make.
create unique index check_in_lists_default on check_in_lists (event_id) where is_default;
create index check_in_lists_event on check_in_lists (event_id, created_at);
select fence('check_in_lists');

create table check_in_list_products (
  list_id    uuid not null references check_in_lists (id) on delete cascade,
  product_id uuid not null,
  org_id     uuid not null,
  primary key (list_id, product_id)
);
select fence('check_in_list_products');

-- One row per admission. The partial unique index admits a ticket once per list, however many doors scan it. Scans have
-- no foreign key to their list: every door would take a lock on the list's one row.
create table check_ins (
  id          uuid        primary key,
  org_id      uuid        not null,
  event_id    uuid        not null,
  list_id     uuid        not null,
  ticket_id   uuid        not null,
  gate        text        not null default '',
  person_id   uuid,
  nonce       uuid        not null,
  at          timestamptz not null,
  annulled_at timestamptz
);
create unique index check_ins_once on check_ins (list_id, ticket_id) where annulled_at is null;
create unique index check_ins_nonce on check_ins (org_id, nonce);
create index check_ins_time on check_ins (list_id, at desc, id desc);
create index check_ins_ticket on check_ins (ticket_id);
select fence('check_ins');

-- `first_check_in_id` is the admission that stood in the way of an `already_in`. The unique nonce answers a scan that
-- is sent again with the same words.
create table refused_scans (
  id                uuid        primary key,
  org_id            uuid        not null,
  event_id          uuid        not null,
  list_id           uuid        not null,
  ticket_id         uuid,
  first_check_in_id uuid        references check_ins (id),
  code              text        not null,
  reason            text        not null check (reason in ('already_in', 'unpaid', 'cancelled', 'expired',
                                                           'wrong_event', 'wrong_list', 'unknown', 'forged')),
  gate              text        not null default '',
  person_id         uuid,
  nonce             uuid        not null,
  at                timestamptz not null
);
create unique index refused_scans_nonce on refused_scans (org_id, nonce);
create index refused_scans_time on refused_scans (list_id, at desc, id desc);
select fence('refused_scans');

-- What other domains may know of the door: how many came.
create view event_admissions with (security_invoker = true) as
  select org_id, event_id, count(distinct ticket_id) as checked_in
  from check_ins where annulled_at is null group by org_id, event_id;
