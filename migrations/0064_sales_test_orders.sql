-- Orders that are only tried out: they take places of a stock of their own and count nowhere. A cart says what it becomes.
alter table carts add column test boolean not null default false;
alter table orders add column test boolean not null default false;
create index carts_test on carts (event_id) where test;
create index orders_test on orders (event_id, created_at desc, id desc) where test;

-- What products have taken of the real stock, and of the test stock; vouchers keep nothing aside of the latter.
create or replace view product_places with (security_invoker = true) as
  select org_id, event_id, product_id, variation_id, sum(held)::bigint as held, sum(sold)::bigint as sold,
         sum(beyond)::bigint as beyond, test
  from (
    select o.org_id, o.event_id, p.product_id, p.variation_id, (o.status = 'pending')::int::bigint as held,
           (o.status = 'paid')::int::bigint as sold, p.beyond::int::bigint as beyond, o.test
    from orders o join order_positions p on p.order_id = o.id
    where o.status in ('pending', 'paid')
    union all
    select c.org_id, c.event_id, l.product_id, l.variation_id, 1, 0, l.beyond::int, c.test
    from carts c join cart_lines l on l.cart_id = c.id
    where c.status = 'open'
    union all
    select org_id, event_id, product_id, variation_id, held, 0, 0, false from voucher_places
  ) taken
  group by org_id, event_id, product_id, variation_id, test;

create or replace view cart_places with (security_invoker = true) as
  select c.org_id, c.event_id, l.product_id, l.variation_id, count(*) as places, c.test
  from carts c join cart_lines l on l.cart_id = c.id
  where c.status = 'open'
  group by c.org_id, c.event_id, l.product_id, l.variation_id, c.test;

create or replace view customer_places with (security_invoker = true) as
  select o.org_id, o.event_id, lower(o.email) as email, p.product_id, count(*) as places, o.test
  from orders o join order_positions p on p.order_id = o.id
  where o.status in ('pending', 'paid')
  group by o.org_id, o.event_id, lower(o.email), p.product_id, o.test;

create or replace view price_uses with (security_invoker = true) as
  select p.org_id, p.event_id, p.voucher_id, p.discount_id, p.voucher_off_minor, used.test
  from line_prices p
    cross join lateral (
      select o.test from orders o where o.id = p.owner_id and o.status in ('pending', 'paid')
      union all
      select c.test from carts c where c.id = p.owner_id and c.status = 'open'
    ) used
  where p.voucher_id is not null or p.discount_id is not null;
