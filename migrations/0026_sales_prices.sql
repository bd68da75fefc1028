-- What lines of carts and orders cost by rule: written only where a tax, a discount, a fee or a voucher has a say. A
-- line without a row costs its list price and has no tax. `owner_id` is the cart, and the order that it becomes; the
-- numbers are those of its lines, fees come from 1001 on.
create table line_prices (
  org_id            uuid   not null,
  event_id          uuid   not null,
  owner_id          uuid   not null,
  number            int    not null,
  fee_id            uuid,
  name              jsonb  not null default '{}',
  list_minor        bigint not null check (list_minor >= 0),
  price_minor       bigint not null check (price_minor >= 0),
  net_minor         bigint not null check (net_minor >= 0),
  tax_minor         bigint not null check (tax_minor >= 0),
  tax_rate          int    not null check (tax_rate between 0 and 1000000),
  tax_code          text   not null check (tax_code in ('S', 'Z', 'E', 'AE', 'O')),
  tax_rule_id       uuid,
  discount_id       uuid,
  voucher_id        uuid,
  voucher_off_minor bigint not null default 0 check (voucher_off_minor >= 0),
  primary key (owner_id, number),
  foreign key (org_id, event_id) references events (org_id, id),
  check (net_minor + tax_minor = price_minor)
);
create index line_prices_voucher on line_prices (voucher_id) where voucher_id is not null;
create index line_prices_discount on line_prices (discount_id) where discount_id is not null;
select fence('line_prices');

-- Fees and tax of a cart and of the order that it becomes, so that its total is known without reading its prices; null
-- where only the list decided. `voucher` is the code that was given, `buyer_tax` what the buyer told about country and
-- business; null if that was not asked.
alter table carts add column fee_minor bigint check (fee_minor >= 0);
alter table carts add column tax_minor bigint check (tax_minor >= 0);
alter table carts add column voucher   text   check (length(voucher) <= 100);
alter table carts add column buyer_tax jsonb;
alter table orders add column fee_minor bigint check (fee_minor >= 0);
alter table orders add column tax_minor bigint check (tax_minor >= 0);
alter table orders add column voucher   text   check (length(voucher) <= 100);
alter table orders add column buyer_tax jsonb;

-- What the guest wants to give, where the price is free: a voucher that comes later starts from it.
alter table cart_lines add column chosen_minor bigint check (chosen_minor >= 0);

-- What vouchers and discounts have given away: in open carts, unpaid and paid orders.
create view price_uses with (security_invoker = true) as
  select p.org_id, p.event_id, p.voucher_id, p.discount_id, p.voucher_off_minor
  from line_prices p
  where (p.voucher_id is not null or p.discount_id is not null)
    and (exists (select from orders o where o.id = p.owner_id and o.status in ('pending', 'paid'))
         or exists (select from carts c where c.id = p.owner_id and c.status = 'open'));
