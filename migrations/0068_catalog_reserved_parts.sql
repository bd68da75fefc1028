-- What always comes along with what a voucher keeps aside, for each use: [{"product", "variation", "count"}].
alter table vouchers add column reserves_parts jsonb not null default '[]';

create or replace view voucher_places with (security_invoker = true) as
  select v.org_id, v.event_id, kept.product as product_id, kept.variation as variation_id,
         (v.max_uses - v.used) * kept.count as held
  from vouchers v
    cross join lateral (
      select v.reserves_product_id as product, v.reserves_variation_id as variation, 1::bigint as count
      union all
      select part.product, part.variation, part.count
      from jsonb_to_recordset(v.reserves_parts) as part (product uuid, variation uuid, count bigint)
    ) kept
  where v.reserving and v.used < v.max_uses;
