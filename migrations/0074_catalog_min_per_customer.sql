-- The fewest of a product that one customer has in all orders of the event, if they have any. Nobody begins with more
-- than an order may have, so it is never more than that.
alter table products
  add column min_per_customer int check (min_per_customer between 1 and 100),
  add constraint products_customer_can_begin check (min_per_customer <= max_per_order),
  add constraint products_customer_limits check (min_per_customer <= max_per_customer);
