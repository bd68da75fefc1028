-- Vouchers that reserve places: as long as one is `reserving`, what is left of its uses is part of the held places of
-- the quotas of the one thing it is good for. A use turns a reserved place into one of a cart or an order.
alter table vouchers add column reserves_product_id   uuid;
alter table vouchers add column reserves_variation_id uuid;
alter table vouchers add column reserving boolean not null default false;
alter table vouchers add constraint vouchers_reserve_something
  check (not reserving or (blocks_quota and reserves_product_id is not null));

create view voucher_places with (security_invoker = true) as
  select org_id, event_id, reserves_product_id as product_id, reserves_variation_id as variation_id,
         max_uses - used as held
  from vouchers where reserving and used < max_uses;

-- Owned by sales: what products have taken, with what vouchers reserve of them.
drop view product_places;
create view product_places with (security_invoker = true) as
  select org_id, event_id, product_id, variation_id, sum(held)::bigint as held, sum(sold)::bigint as sold
  from (
    select o.org_id, o.event_id, p.product_id, p.variation_id, (o.status = 'pending')::int::bigint as held,
           (o.status = 'paid')::int::bigint as sold
    from orders o join order_positions p on p.order_id = o.id
    where o.status in ('pending', 'paid')
    union all
    select c.org_id, c.event_id, l.product_id, l.variation_id, 1, 0
    from carts c join cart_lines l on l.cart_id = c.id
    where c.status = 'open'
    union all
    select org_id, event_id, product_id, variation_id, held, 0 from voucher_places
  ) taken
  group by org_id, event_id, product_id, variation_id;
