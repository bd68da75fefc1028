-- What selling still owed: tickets that change their quotas, events that are cancelled.

-- Why an event will not take place, in the organiser's words, and since when that is known.
alter table events
  add column cancelled_at  timestamptz,
  add column cancel_reason jsonb not null default '{}',
  add constraint events_cancelled check ((status = 'cancelled') = (cancelled_at is not null));

-- The places that each product takes: held by open carts and unpaid orders, sold by paid ones.
create view product_places with (security_invoker = true) as
  select org_id, event_id, product_id, sum(held)::bigint as held, sum(sold)::bigint as sold
  from (
    select o.org_id, o.event_id, p.product_id, (o.status = 'pending')::int as held, (o.status = 'paid')::int as sold
    from orders o join order_positions p on p.order_id = o.id
    where o.status in ('pending', 'paid')
    union all
    select c.org_id, c.event_id, l.product_id, 1, 0
    from carts c join cart_lines l on l.cart_id = c.id
    where c.status = 'open'
  ) taken
  group by org_id, event_id, product_id;

-- The door says so when the event is off.
alter table refused_scans
  drop constraint refused_scans_reason_check,
  add constraint refused_scans_reason_check check (reason in ('already_in', 'unpaid', 'cancelled', 'expired',
    'event_cancelled', 'wrong_event', 'wrong_list', 'unknown', 'forged'));
