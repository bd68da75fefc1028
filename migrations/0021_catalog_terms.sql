-- On what terms products are sold, how much of a quota is kept aside, and quotas that close by themselves.

-- Windows are absolute, or minutes before the event's start. Nobody but the buyer counts `max_per_customer`: by mail
-- address, over all orders of the event that were not cancelled and have not expired.
alter table products
  add column channels            text[]  not null default '{web,box_office,api}'
    check (cardinality(channels) > 0 and channels <@ '{web,box_office,api}'),
  add column sales_from_minutes  int     check (sales_from_minutes between -525600 and 5256000),
  add column sales_until_minutes int     check (sales_until_minutes between -525600 and 5256000),
  add column min_per_order       int     not null default 1 check (min_per_order between 1 and 100),
  add column max_per_customer    int     check (max_per_customer between 1 and 1000),
  add check (sales_from is null or sales_from_minutes is null),
  add check (sales_until is null or sales_until_minutes is null),
  drop constraint products_visibility_check,
  add constraint products_visibility_check check (visibility in ('public', 'code', 'voucher', 'hidden'));

-- `blocked` places are kept aside. With `close_when_sold_out` a quota closes when the last place is sold, and is
-- opened again by hand only.
alter table quotas
  add column blocked             bigint  not null default 0,
  add column close_when_sold_out boolean not null default false,
  add column closed              boolean not null default false,
  add constraint quotas_open check (blocked >= 0),
  drop constraint quotas_not_oversold,
  add constraint quotas_not_oversold check (size is null or sold + held + blocked <= size);

alter table orders
  drop constraint orders_channel_check,
  add constraint orders_channel_check check (channel in ('web', 'box_office', 'api'));
create index orders_customer on orders (event_id, lower(email)) where status in ('pending', 'paid');

-- The places that lie in open carts: those may come back within minutes.
create view cart_places with (security_invoker = true) as
  select c.org_id, c.event_id, l.product_id, l.variation_id, count(*) as places
  from carts c join cart_lines l on l.cart_id = c.id
  where c.status = 'open'
  group by c.org_id, c.event_id, l.product_id, l.variation_id;

-- What each customer of an event has bought or is about to pay.
create view customer_places with (security_invoker = true) as
  select o.org_id, o.event_id, lower(o.email) as email, p.product_id, count(*) as places
  from orders o join order_positions p on p.order_id = o.id
  where o.status in ('pending', 'paid')
  group by o.org_id, o.event_id, lower(o.email), p.product_id;

-- Quotas with how many of their held places lie in carts; that is counted only where nothing is free.
create view quota_stock with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.name, q.size, q.sold, q.held, q.blocked, q.closed, q.close_when_sold_out,
         case when q.held > 0 and (q.closed or q.size <= q.sold + q.held + q.blocked) then (
           select coalesce(sum(c.places), 0) from cart_places c
           where c.org_id = q.org_id and c.event_id = q.event_id and exists (
             select from quota_products l where l.quota_id = q.id and l.product_id = c.product_id
               and (l.variation_id is null or l.variation_id = c.variation_id)))
         else 0 end::bigint as carts
  from quotas q;
