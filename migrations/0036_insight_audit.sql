-- The chain of the audit log: one seal per entry, each holding the hash of the one before.

-- Append-only, except that the oldest are removed with their entries once an organisation's time to keep them is over.
create table audit_seals (
  org_id    uuid        not null,
  position  bigint      not null check (position > 0),
  entry     uuid        not null,
  previous  bytea       not null check (length(previous) = 32),
  hash      bytea       not null check (length(hash) = 32),
  sealed_at timestamptz not null,
  primary key (org_id, position),
  unique (org_id, entry)
);
select fence('audit_seals');

-- The key pair (Ed25519) that signs an organisation's chain; the private half is sealed.
create table audit_keys (
  org_id     uuid        primary key,
  public_key bytea       not null check (length(public_key) = 32),
  sealed_key bytea       not null,
  created_at timestamptz not null
);
select fence('audit_keys');

-- The end of the chain at the end of a day, signed. Append-only.
create table audit_heads (
  org_id     uuid        not null,
  day        date        not null,
  position   bigint      not null,
  hash       bytea       not null,
  public_key bytea       not null,
  signature  bytea       not null,
  signed_at  timestamptz not null,
  primary key (org_id, day)
);
select fence('audit_heads');

-- Where the chain begins after its oldest entries were removed: the last of those, signed. Append-only.
create table audit_anchors (
  org_id     uuid        not null,
  position   bigint      not null,
  hash       bytea       not null,
  public_key bytea       not null,
  signature  bytea       not null,
  removed_at timestamptz not null,
  primary key (org_id, position)
);
select fence('audit_anchors');
