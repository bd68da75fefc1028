-- How long an organisation keeps its audit log, and where a copy of each entry goes.
create table audit_settings (
  org_id        uuid        primary key,
  keep_months   int         check (keep_months between 1 and 600),
  stream_kind   text        check (stream_kind in ('webhook', 'syslog_tcp', 'syslog_tls')),
  stream_target text,
  sealed_secret bytea,
  -- The number of the last entry that was handed over.
  delivered_to  bigint      not null default 0,
  last_error    text,
  updated_at    timestamptz not null,
  check ((stream_kind is null) = (stream_target is null)),
  check (stream_kind is distinct from 'webhook' or sealed_secret is not null)
);
select fence('audit_settings');
