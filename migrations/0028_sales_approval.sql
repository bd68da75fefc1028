-- Orders that somebody looks at first: asked until it is decided. An order that is asked holds its places, but nobody pays
-- for it and it does not expire.
alter table orders
  add column approval text check (approval in ('asked', 'approved', 'denied')),
  add constraint orders_approval check (case approval
    when 'asked' then status = 'pending' and expires_at is null and paid_at is null
    when 'denied' then status = 'cancelled'
    else true end);
create index orders_asked on orders (event_id, created_at desc, id desc) where approval = 'asked';

-- Where an order stands, for whoever has to know before a ticket is honoured; `asked` as long as nobody has decided.
create or replace view order_states with (security_invoker = true) as
  select id, org_id, event_id, code, status, coalesce(approval = 'asked', false) as asked from orders;
