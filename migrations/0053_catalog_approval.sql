-- Products of which every order is looked at first.
alter table products add column approval boolean not null default false;

-- What selling may know of it at the moment an order is placed.
create view approval_products with (security_invoker = true) as
  select org_id, event_id, id from products where approval;
