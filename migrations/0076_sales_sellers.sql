-- Who sold an order: the organisation's name and its VAT id or tax number as they were when it was placed. Orders from before
-- have no name here, and say what their event says today.
alter table orders
  add column seller_name   text,
  add column seller_vat_id text;
