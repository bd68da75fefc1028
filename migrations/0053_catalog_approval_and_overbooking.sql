-- Products of which every order is looked at first.
alter table products add column approval boolean not null default false;

-- What selling may know of it at the moment an order is placed.
create view approval_products with (security_invoker = true) as
  select org_id, event_id, id from products where approval;

-- Vouchers that sell beyond the size: what they have sold or hold is counted, and nothing else gets past the size by it.
alter table quotas
  add column overbooked bigint not null default 0,
  drop constraint quotas_not_oversold,
  add constraint quotas_not_oversold check (size is null or sold + held + blocked <= size + overbooked),
  add constraint quotas_overbooked check (overbooked between 0 and sold + held);
alter table vouchers
  add constraint vouchers_one_way check (not (blocks_quota and ignores_quota));

create or replace view quota_counters with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.size, q.sold, q.held,
         array(select p.product_id from quota_products p where p.quota_id = q.id and p.variation_id is null) as products,
         array(select p.variation_id from quota_products p where p.quota_id = q.id and p.variation_id is not null)
           as variations,
         q.overbooked
  from quotas q;

create or replace view quota_stock with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.name, q.size, q.sold, q.held, q.blocked, q.closed, q.close_when_sold_out,
         case when q.held > 0 and (q.closed or q.size + q.overbooked <= q.sold + q.held + q.blocked) then (
           select coalesce(sum(c.places), 0) from cart_places c
           where c.org_id = q.org_id and c.event_id = q.event_id and exists (
             select from quota_products l where l.quota_id = q.id and l.product_id = c.product_id
               and (l.variation_id is null or l.variation_id = c.variation_id)))
         else 0 end::bigint as carts,
         q.overbooked
  from quotas q;
