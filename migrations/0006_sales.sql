-- Carts, orders, payments and the ledger.

-- A cart holds stock until it expires, is ordered, or is given up. Its secret is its address.
create table carts (
  id              uuid        primary key,
  org_id          uuid        not null,
  event_id        uuid        not null,
  secret          text        not null unique,
  status          text        not null default 'open' check (status in ('open', 'expired', 'ordered')),
  locale          text        not null,
  name            text        not null default '',
  email           text        not null default '',
  expires_at      timestamptz not null,
  extendable_until timestamptz not null,
  created_at      timestamptz not null
);
create index carts_expiry on carts (org_id, expires_at) where status = 'open';
create index carts_event on carts (event_id) where status = 'open';
select fence('carts');

-- One row per ticket wanted, with the price it was promised at.
create table cart_lines (
  id            uuid   primary key,
  org_id        uuid   not null,
  cart_id       uuid   not null references carts (id) on delete cascade,
  number        int    not null,
  product_id    uuid   not null,
  price_minor   bigint not null check (price_minor >= 0),
  attendee_name text   not null default '',
  unique (cart_id, number)
);
select fence('cart_lines');

create table orders (
  id             uuid        primary key,
  org_id         uuid        not null,
  event_id       uuid        not null,
  cart_id        uuid        unique,
  code           text        not null check (code ~ '^[A-Z0-9]{5,10}$'),
  secret         text        not null,
  status         text        not null check (status in ('pending', 'paid', 'expired', 'cancelled')),
  channel        text        not null check (channel in ('web', 'api')),
  name           text        not null,
  email          text        not null,
  locale         text        not null,
  total_minor    bigint      not null check (total_minor >= 0),
  currency       text        not null,
  payment_method text        not null check (payment_method in ('free', 'bank_transfer', 'sandbox', 'manual')),
  expires_at     timestamptz,
  paid_at        timestamptz,
  ended_at       timestamptz,
  created_at     timestamptz not null,
  constraint orders_code unique (org_id, code)
);
create index orders_event on orders (event_id, created_at desc, id desc);
create index orders_event_status on orders (event_id, status, created_at desc, id desc);
create index orders_email on orders (org_id, lower(email));
select fence('orders');

create table order_positions (
  id            uuid   primary key,
  org_id        uuid   not null,
  event_id      uuid   not null,
  order_id      uuid   not null references orders (id),
  number        int    not null,
  product_id    uuid   not null,
  price_minor   bigint not null check (price_minor >= 0),
  attendee_name text   not null default '',
  unique (order_id, number)
);
create index order_positions_product on order_positions (event_id, product_id);
select fence('order_positions');

create table payments (
  id           uuid        primary key,
  org_id       uuid        not null,
  event_id     uuid        not null,
  order_id     uuid        not null references orders (id),
  number       int         not null,
  provider     text        not null check (provider in ('bank_transfer', 'sandbox', 'manual')),
  provider_ref text,
  amount_minor bigint      not null check (amount_minor > 0),
  currency     text        not null,
  state        text        not null check (state in ('created', 'pending', 'confirmed', 'failed', 'cancelled')),
  redirect_url text,
  failure      text,
  created_at   timestamptz not null,
  confirmed_at timestamptz,
  unique (order_id, number)
);
create unique index payments_provider_ref on payments (provider, provider_ref);
select fence('payments');

-- Events a provider told us; the primary key makes a repeated delivery a no-op.
create table provider_events (
  org_id      uuid        not null,
  provider    text        not null,
  event_id    text        not null,
  payment_id  uuid,
  kind        text        not null,
  received_at timestamptz not null,
  primary key (provider, event_id)
);
select fence('provider_events');

-- Every movement of money and of claims to it; append-only, balances are sums.
-- `sale` rows of an order add up to what is owed, `payment` rows to what came in.
create table ledger_entries (
  id           uuid        primary key,
  org_id       uuid        not null,
  event_id     uuid        not null,
  order_id     uuid        not null references orders (id),
  payment_id   uuid,
  kind         text        not null check (kind in ('sale', 'payment')),
  amount_minor bigint      not null,
  currency     text        not null,
  at           timestamptz not null
);
create index ledger_entries_order on ledger_entries (order_id);
create index ledger_entries_event on ledger_entries (event_id, at);
select fence('ledger_entries');

-- Where an order stands, for whoever has to know before a ticket is honoured.
create view order_states with (security_invoker = true) as select id, org_id, event_id, code, status from orders;
