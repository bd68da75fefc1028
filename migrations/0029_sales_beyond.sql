-- Lines whose places a voucher takes beyond the size of their quotas.
alter table cart_lines add column beyond boolean not null default false;
alter table order_positions add column beyond boolean not null default false;

-- What products have taken, with what vouchers reserve of them, and how much of it is beyond the size.
drop view product_places;
create view product_places with (security_invoker = true) as
  select org_id, event_id, product_id, variation_id, sum(held)::bigint as held, sum(sold)::bigint as sold,
         sum(beyond)::bigint as beyond
  from (
    select o.org_id, o.event_id, p.product_id, p.variation_id, (o.status = 'pending')::int::bigint as held,
           (o.status = 'paid')::int::bigint as sold, p.beyond::int::bigint as beyond
    from orders o join order_positions p on p.order_id = o.id
    where o.status in ('pending', 'paid')
    union all
    select c.org_id, c.event_id, l.product_id, l.variation_id, 1, 0, l.beyond::int
    from carts c join cart_lines l on l.cart_id = c.id
    where c.status = 'open'
    union all
    select org_id, event_id, product_id, variation_id, held, 0, 0 from voucher_places
  ) taken
  group by org_id, event_id, product_id, variation_id;
