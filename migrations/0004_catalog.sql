-- Events, products (ticket types) and quotas (their stock).

create table events (
  id              uuid        primary key,
  org_id          uuid        not null references organisations (org_id),
  slug            text        not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
  name            jsonb       not null,
  summary         jsonb       not null default '{}',
  description     jsonb       not null default '{}',
  locales         text[]      not null check (cardinality(locales) between 1 and 20),
  zone            text        not null,
  starts_at       timestamptz not null,
  ends_at         timestamptz not null,
  doors_at        timestamptz,
  venue_name      text        not null default '',
  venue_address   text        not null default '',
  online_url      text        not null default '',
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  cover_file_id   uuid references files (id) on delete set null,
  status          text        not null default 'draft' check (status in ('draft', 'live', 'cancelled')),
  hold_minutes    int         not null default 30 check (hold_minutes between 5 and 120),
  payment_days    int         not null default 7 check (payment_days between 1 and 60),
  payment_methods text[]      not null default '{}',
  bank_details    jsonb,
  published_at    timestamptz,
  version         bigint      not null default 1,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  unique (org_id, slug),
  unique (org_id, id),
  check (ends_at > starts_at)
);
create index events_time on events (org_id, starts_at desc);
select fence('events');

create table products (
  id            uuid        primary key,
  org_id        uuid        not null,
  event_id      uuid        not null,
  name          jsonb       not null,
  description   jsonb       not null default '{}',
  price_minor   bigint      not null check (price_minor >= 0),
  sort          int         not null default 0,
  sales_from    timestamptz,
  sales_until   timestamptz,
  max_per_order int         not null default 10 check (max_per_order between 1 and 100),
  visibility    text        not null default 'public' check (visibility in ('public', 'code', 'hidden')),
  access_code   text,
  archived_at   timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id),
  check (sales_until is null or sales_from is null or sales_until > sales_from),
  check ((visibility = 'code') = (access_code is not null))
);
create index products_event on products (event_id, sort, id);
select fence('products');

-- A stock shared by one or more products. `held` counts open carts and unpaid orders, `sold` counts paid ones.
-- The check is the last line of defence against overselling; a null size is unlimited.
create table quotas (
  id         uuid        primary key,
  org_id     uuid        not null,
  event_id   uuid        not null,
  name       text        not null check (length(name) between 1 and 200),
  size       bigint      check (size >= 0),
  sold       bigint      not null default 0 check (sold >= 0),
  held       bigint      not null default 0 check (held >= 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id),
  constraint quotas_not_oversold check (size is null or sold + held <= size)
) with (fillfactor = 50);
create index quotas_event on quotas (event_id);
select fence('quotas');

create table quota_products (
  quota_id   uuid not null references quotas (id) on delete cascade,
  product_id uuid not null references products (id) on delete cascade,
  org_id     uuid not null,
  primary key (quota_id, product_id)
);
create index quota_products_product on quota_products (product_id);
select fence('quota_products');

-- The places of each event as numbers. A quota whose products all stand in a wider quota too is left out, so that
-- a ticket is counted once; `size` is null where any counted quota is unlimited.
create view event_stock with (security_invoker = true) as
  with stock as (
    select q.org_id, q.event_id, q.id, q.size, q.sold, q.held,
           array(select p.product_id from quota_products p where p.quota_id = q.id order by 1) as products
    from quotas q
  )
  select s.org_id, s.event_id, sum(s.sold)::bigint as sold, sum(s.held)::bigint as held,
         case when bool_or(s.size is null) then null else sum(s.size)::bigint end as size
  from stock s
  where s.products <> '{}'
    and not exists (
      select from stock wider
      where wider.event_id = s.event_id and wider.id <> s.id and s.products <@ wider.products
        and (not wider.products <@ s.products
             or (coalesce(wider.size, 9223372036854775807), wider.id)
              < (coalesce(s.size, 9223372036854775807), s.id)))
  group by s.org_id, s.event_id;

-- What products are called, for tickets and doors.
create view product_names with (security_invoker = true) as select id, org_id, event_id, name from products;

-- What other domains may know of quotas: their counters and the products that take places from them.
create view quota_counters with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.size, q.sold, q.held,
         array(select p.product_id from quota_products p where p.quota_id = q.id) as products
  from quotas q;
