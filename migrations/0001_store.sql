-- The ground: the tenant fence, jobs, outbox, audit log, idempotency keys.

-- Fences a tenant table: rows are visible and writable only for the organisation in `app.org`, set once per
-- transaction. `force` makes the fence hold for the owner too, where the database user may not create roles.
create function fence(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (org_id = (select nullif(current_setting(''app.org'', true), ''''))::uuid) '
    'with check (org_id = (select nullif(current_setting(''app.org'', true), ''''))::uuid)', target);
end $$;

-- Work to be done after a commit. A global table: workers serve every organisation. Payloads hold ids, never
-- personal data. `revision` counts how often a keyed job was replaced, so that one replaced while it runs is run
-- again instead of being deleted.
create table jobs (
  id           bigint generated always as identity primary key,
  org_id       uuid,
  kind         text        not null,
  payload      jsonb       not null,
  key          text,
  run_at       timestamptz not null,
  revision     int         not null default 0,
  attempts     int         not null default 0,
  max_attempts int         not null default 12,
  locked_until timestamptz,
  locked_by    text,
  last_error   text,
  failed_at    timestamptz,
  correlation  text,
  created_at   timestamptz not null
);
create unique index jobs_key on jobs (key) where key is not null and failed_at is null;
create index jobs_due on jobs (run_at, id) where failed_at is null;
create index jobs_dead on jobs (failed_at desc, id desc) where failed_at is not null;

create table job_schedules (
  name        text primary key,
  last_run_at timestamptz,
  next_run_at timestamptz not null
);

-- Facts for whoever listens (live screens, later webhooks), written in the transaction that made them true.
-- `xid` lets a reader take exactly what is committed and settled, although ids commit out of order.
create table outbox (
  id         bigint generated always as identity primary key,
  org_id     uuid        not null,
  event_id   uuid,
  kind       text        not null,
  payload    jsonb       not null,
  xid        xid8        not null default pg_current_xact_id(),
  created_at timestamptz not null
);
create index outbox_tail on outbox (org_id, xid, id);
create index outbox_age on outbox (created_at);
select fence('outbox');

-- Who did what. Append-only: the application role may neither update nor delete.
create table audit_log (
  id           uuid        primary key,
  org_id       uuid        not null,
  event_id     uuid,
  at           timestamptz not null,
  actor_kind   text        not null check (actor_kind in ('person', 'guest', 'job', 'provider', 'system')),
  actor_id     uuid,
  action       text        not null,
  subject_kind text        not null,
  subject_id   uuid,
  before       jsonb,
  after        jsonb,
  correlation  text
);
create index audit_log_subject on audit_log (org_id, subject_id, at desc);
create index audit_log_time on audit_log (org_id, at desc, id desc);
select fence('audit_log');

-- The answers to writes that carried an `Idempotency-Key`, kept for a day and replayed.
create table idempotency_keys (
  org_id     uuid        not null,
  scope      text        not null,
  key        text        not null,
  digest     bytea       not null,
  status     int         not null,
  response   jsonb       not null,
  created_at timestamptz not null,
  primary key (org_id, scope, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
select fence('idempotency_keys');
