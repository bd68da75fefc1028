-- Events in test mode: what is ordered meanwhile is a test.
alter table events add column test_mode boolean not null default false;

-- The test stock: to each quota its double, from which only tests take places. Nothing is linked to a double, so that
-- whatever looks for the quotas of a product does not find it; what takes places of the quota takes them of its double.
alter table quotas add column test_of uuid references quotas (id) on delete cascade;
create unique index quotas_test_of on quotas (test_of) where test_of is not null;

-- What tests have used. A limit that shrinks below it is nobody's problem, so there is no check.
alter table vouchers
  add column test_used bigint not null default 0 check (test_used >= 0),
  add column test_spent_minor bigint not null default 0 check (test_spent_minor >= 0);
alter table discounts add column test_used bigint not null default 0 check (test_used >= 0);

create or replace view quota_counters with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.size, q.sold, q.held,
         array(select p.product_id from quota_products p
               where p.quota_id = coalesce(q.test_of, q.id) and p.variation_id is null) as products,
         array(select p.variation_id from quota_products p
               where p.quota_id = coalesce(q.test_of, q.id) and p.variation_id is not null) as variations,
         q.overbooked, q.test_of is not null as test
  from quotas q;

create or replace view quota_stock with (security_invoker = true) as
  select q.id, q.org_id, q.event_id, q.name, q.size, q.sold, q.held, q.blocked, q.closed, q.close_when_sold_out,
         case when q.held > 0 and (q.closed or q.size + q.overbooked <= q.sold + q.held + q.blocked) then (
           select coalesce(sum(c.places), 0) from cart_places c
           where c.org_id = q.org_id and c.event_id = q.event_id and c.test = (q.test_of is not null) and exists (
             select from quota_products l where l.quota_id = coalesce(q.test_of, q.id) and l.product_id = c.product_id
               and (l.variation_id is null or l.variation_id = c.variation_id)))
         else 0 end::bigint as carts,
         q.overbooked
  from quotas q;

-- Makes the test stock of an event what its quotas are now, less what tests have taken: a double is as large as its quota,
-- and never smaller than what is taken. Whoever calls it keeps everybody else from the event's stock.
create function refresh_test_stock(in_org uuid, in_event uuid, refreshed_at timestamptz)
returns void language plpgsql as $$
begin
  insert into quotas (id, org_id, event_id, name, size, created_at, updated_at, test_of)
  select md5(q.id::text)::uuid, q.org_id, q.event_id, q.name, q.size, refreshed_at, refreshed_at, q.id
  from quotas q
  where q.org_id = in_org and q.event_id = in_event and q.test_of is null
  on conflict do nothing;
  update quotas t
  set name = q.name, held = taken.held, sold = taken.sold, overbooked = taken.beyond, blocked = q.blocked,
    size = case when q.size is not null
      then greatest(q.size, taken.held + taken.sold + q.blocked - taken.beyond) end,
    close_when_sold_out = q.close_when_sold_out,
    closed = coalesce(q.close_when_sold_out and taken.sold + q.blocked >= q.size + taken.beyond, false),
    updated_at = refreshed_at
  from quotas q cross join lateral (
    select coalesce(sum(p.held), 0)::bigint as held, coalesce(sum(p.sold), 0)::bigint as sold,
           coalesce(sum(p.beyond), 0)::bigint as beyond
    from product_places p
    where p.org_id = in_org and p.event_id = in_event and p.test and exists (
      select from quota_products l where l.quota_id = q.id and l.product_id = p.product_id
        and (l.variation_id is null or l.variation_id = p.variation_id))
  ) taken
  where t.org_id = in_org and t.event_id = in_event and t.test_of = q.id;
end $$;

-- Which version of its catalogue an event is at, and whether it is in test mode.
create or replace view event_versions with (security_invoker = true) as
  select id, org_id, version, test_mode from events;
