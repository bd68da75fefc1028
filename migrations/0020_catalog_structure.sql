-- What is sold in kinds, categories and variations; which of them take their places from which quota; and lines of
-- carts and orders that say so.

-- A heading under which products stand.
create table categories (
  id          uuid        primary key,
  org_id      uuid        not null,
  event_id    uuid        not null,
  name        jsonb       not null,
  description jsonb       not null default '{}',
  sort        int         not null default 0,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id)
);
create index categories_event on categories (event_id, sort, id);
select fence('categories');

-- Only what admits has tickets. With a free price, `price_minor` is the least that a buyer can give.
alter table products
  add column kind        text    not null default 'admission' check (kind in ('admission', 'merchandise', 'donation')),
  add column category_id uuid    references categories (id) on delete set null,
  add column free_price  boolean not null default false;
create index products_category on products (category_id) where category_id is not null;

-- A product in several forms, each with its own name, price and stock. A null price is the product's.
create table product_variations (
  id          uuid        primary key,
  org_id      uuid        not null,
  event_id    uuid        not null,
  product_id  uuid        not null references products (id) on delete cascade,
  name        jsonb       not null,
  description jsonb       not null default '{}',
  price_minor bigint      check (price_minor >= 0),
  sort        int         not null default 0,
  active      boolean     not null default true,
  archived_at timestamptz,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id)
);
create index product_variations_product on product_variations (product_id, sort, id);
select fence('product_variations');

-- Without a variation, the whole product takes its places from the quota, all its variations included.
alter table quota_products
  add column variation_id uuid references product_variations (id) on delete cascade,
  drop constraint quota_products_pkey;
create unique index quota_products_once on quota_products (quota_id, product_id, variation_id) nulls not distinct;
create index quota_products_variation on quota_products (variation_id) where variation_id is not null;

-- `parent` is the number of the line that this one belongs to: an add-on, or a part of a bundle.
alter table cart_lines
  add column variation_id uuid,
  add column parent int check (parent < number),
  add column admits boolean not null default true;
alter table order_positions
  add column variation_id uuid,
  add column parent int check (parent < number),
  add column admits boolean not null default true;
alter table tickets add column variation_id uuid;

-- What variations are called, for tickets and doors.
create view variation_names with (security_invoker = true) as
  select id, org_id, event_id, product_id, name from product_variations;

-- The places of each event as numbers: of what admits. A quota that takes nothing which is not taken from a wider
-- quota too is left out, so that a ticket is counted once; `size` is null where any counted quota is unlimited.
create or replace view event_stock with (security_invoker = true) as
  with stock as (
    select q.org_id, q.event_id, q.id, q.size, q.sold, q.held,
           array(select distinct x.id
                 from quota_products l join products p on p.id = l.product_id and p.kind = 'admission'
                   cross join lateral (
                     select coalesce(l.variation_id, l.product_id) as id
                     union all
                     select v.id from product_variations v where v.product_id = l.product_id and l.variation_id is null
                   ) x
                 where l.quota_id = q.id order by 1) as products
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

-- What other domains may know of quotas: their counters, and what takes places from them: whole products, or some of
-- their variations.
create or replace view quota_counters with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.size, q.sold, q.held,
         array(select p.product_id from quota_products p where p.quota_id = q.id and p.variation_id is null) as products,
         array(select p.variation_id from quota_products p where p.quota_id = q.id and p.variation_id is not null)
           as variations
  from quotas q;

-- The places that each product, and each variation of it, takes: held by open carts and unpaid orders, sold by paid
-- ones.
drop view product_places;
create view product_places with (security_invoker = true) as
  select org_id, event_id, product_id, variation_id, sum(held)::bigint as held, sum(sold)::bigint as sold
  from (
    select o.org_id, o.event_id, p.product_id, p.variation_id, (o.status = 'pending')::int as held,
           (o.status = 'paid')::int as sold
    from orders o join order_positions p on p.order_id = o.id
    where o.status in ('pending', 'paid')
    union all
    select c.org_id, c.event_id, l.product_id, l.variation_id, 1, 0
    from carts c join cart_lines l on l.cart_id = c.id
    where c.status = 'open'
  ) taken
  group by org_id, event_id, product_id, variation_id;
