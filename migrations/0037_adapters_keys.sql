-- Keys that seal secrets, themselves wrapped.

-- The installation's keys, wrapped by a master key (a file, or a key service). The highest version seals, older ones only
-- open. Written once per version; only the wrapping may change.
create table installation_keys (
  version    int         primary key check (version > 0),
  wrapped    bytea       not null,
  master     text        not null,
  created_at timestamptz not null
);

-- The keys of organisations, wrapped by the installation's.
create table data_keys (
  org_id     uuid        not null,
  version    int         not null check (version > 0),
  wrapped    bytea       not null,
  wrapped_by int         not null references installation_keys (version),
  created_at timestamptz not null,
  primary key (org_id, version)
);
select fence('data_keys');
