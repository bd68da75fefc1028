-- The sandbox payment provider's own books. It plays an outside company: no tenant, no foreign keys to ours.
create table sandbox_payments (
  id           text        primary key,
  amount_minor bigint      not null check (amount_minor > 0),
  currency     text        not null,
  description  text        not null,
  return_url   text        not null,
  metadata     jsonb       not null,
  idempotency_key text     not null unique,
  status       text        not null check (status in ('open', 'processing', 'succeeded', 'declined', 'cancelled')),
  settles_at   timestamptz,
  created_at   timestamptz not null,
  updated_at   timestamptz not null
);
