-- What orders keep of an event's seller, for whoever places them: the VAT id or tax number as it is printed.
create view event_sellers with (security_invoker = true) as
  select org_id, event_id, seller_vat_id as vat_id from price_settings;
