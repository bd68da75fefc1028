-- The seller's VAT id or tax number, as summaries of orders print it.
alter table price_settings add column seller_vat_id text check (length(seller_vat_id) between 1 and 40);
