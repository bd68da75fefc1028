//! SQL for `price_settings`.

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{CategoryId, EventId, ProductId, TaxRuleId, VariationId, VoucherId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Settings, Uses};
use crate::{
    Item,
    quote::Rounding,
    voucher::{Kept, KeptPart},
};

pub(crate) async fn settings(tx: &mut Tx, event: EventId) -> Result<Option<Settings>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Settings,
        r#"select includes_tax, rounding as "rounding: Rounding", default_tax_rule_id as "default_tax_rule_id: TaxRuleId",
             seller_vat_id
           from price_settings where org_id = $1 and event_id = $2"#,
        org,
        event.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn keep(tx: &mut Tx, event: EventId, settings: &Settings) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into price_settings (event_id, org_id, includes_tax, rounding, default_tax_rule_id, updated_at,
           seller_vat_id)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (event_id) do update set includes_tax = $3, rounding = $4, default_tax_rule_id = $5,
           updated_at = $6, seller_vat_id = $7",
        event.uuid(),
        org,
        settings.includes_tax,
        settings.rounding.as_str(),
        settings.default_tax_rule_id.map(TaxRuleId::uuid),
        now,
        settings.seller_vat_id,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The event's version, and how each product of it is taxed that names a rule.
pub(super) async fn version_and_taxes(
    tx: &mut Tx,
    event: EventId,
) -> Result<(i64, Vec<(ProductId, TaxRuleId)>), sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select version,
             array(select p.id from products p where p.event_id = e.id and p.tax_rule_id is not null order by p.id)
               as "products!: Vec<ProductId>",
             array(select p.tax_rule_id from products p where p.event_id = e.id and p.tax_rule_id is not null
               order by p.id) as "rules!: Vec<TaxRuleId>"
           from events e where org_id = $1 and id = $2"#,
        org,
        event.uuid(),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.version, row.products.into_iter().zip(row.rules).collect()))
}

/// The products among these that the event does not have, or not any more.
pub(super) async fn strange_products(
    tx: &mut Tx,
    event: EventId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = products.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select wanted.id as "id!: ProductId" from unnest($3::uuid[]) as wanted (id)
           where not exists (select from products p where p.org_id = $1 and p.event_id = $2 and p.id = wanted.id
             and p.archived_at is null)"#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether every one of these variations belongs to the event and is on offer.
pub(super) async fn all_variations_exist(
    tx: &mut Tx,
    event: EventId,
    variations: &[VariationId],
) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = variations.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as wanted (id)
             where not exists (select from product_variations v where v.org_id = $1 and v.event_id = $2
               and v.id = wanted.id and v.archived_at is null)) as "all!""#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether every one of these categories belongs to the event.
pub(super) async fn all_categories_exist(
    tx: &mut Tx,
    event: EventId,
    categories: &[CategoryId],
) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = categories.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as wanted (id)
             where not exists (select from categories c where c.org_id = $1 and c.event_id = $2 and c.id = wanted.id))
             as "all!""#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_one(&mut **tx)
    .await
}

/// The ids and numbers as the columns that `unnest` takes.
fn columns(uses: &Uses) -> (Vec<Uuid>, Vec<i64>, Vec<i64>) {
    let ids = uses.vouchers.keys().map(|id| id.uuid()).collect();
    (
        ids,
        uses.vouchers.values().map(|(uses, _)| *uses).collect(),
        uses.vouchers.values().map(|(_, off)| *off).collect(),
    )
}

fn discount_columns(uses: &Uses) -> (Vec<Uuid>, Vec<i64>) {
    (uses.discounts.keys().map(|id| id.uuid()).collect(), uses.discounts.values().copied().collect())
}

/// Takes uses and budget of vouchers where there is enough; whether there was for all. The rows are locked in the order
/// of their ids.
pub(super) async fn take_vouchers(tx: &mut Tx, uses: &Uses) -> Result<bool, sqlx::Error> {
    let (org, (ids, counts, off)) = (tx.org().uuid(), columns(uses));
    let kept = || uses.vouchers.keys().map(|id| uses.reserving.get(id));
    let products: Vec<Option<Uuid>> = kept().map(|kept| Some(kept?.item.product.uuid())).collect();
    let variations: Vec<Option<Uuid>> = kept().map(|kept| Some(kept?.item.variation?.uuid())).collect();
    let parts: Vec<Json<&[KeptPart]>> =
        kept().map(|kept| Json(kept.map_or(&[][..], |it| &it.parts))).collect();
    let done = sqlx::query!(
        "with locked as materialized (
           select id from vouchers where org_id = $1 and id = any($2) order by id for no key update
         )
         update vouchers v set used = v.used + case when $8 then 0 else u.uses end,
           spent_minor = v.spent_minor + case when $8 then 0 else u.off end,
           test_used = v.test_used + case when $8 then u.uses else 0 end,
           test_spent_minor = v.test_spent_minor + case when $8 then u.off else 0 end
         from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::uuid[], $6::uuid[], $7::jsonb[])
           as u (id, uses, off, product, variation, parts)
           join locked on locked.id = u.id
         where v.org_id = $1 and v.id = u.id
           and case when $8 then v.test_used else v.used end + u.uses <= v.max_uses
           and ($8 or v.reserving = (u.product is not null))
           and ($8 or not v.reserving or (v.reserves_product_id, v.reserves_variation_id, v.reserves_parts)
             is not distinct from (u.product, u.variation, u.parts))
           and (v.budget_minor is null
             or case when $8 then v.test_spent_minor else v.spent_minor end + u.off <= v.budget_minor)",
        org,
        &ids,
        &counts,
        &off,
        &products as &[Option<Uuid>],
        &variations as &[Option<Uuid>],
        &parts as _,
        uses.mode.is_test(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == ids.len() as u64)
}

/// Counts tickets of discounts with a limit where there are enough; whether there were for all.
pub(super) async fn take_discounts(tx: &mut Tx, uses: &Uses) -> Result<bool, sqlx::Error> {
    let (org, (ids, counts)) = (tx.org().uuid(), discount_columns(uses));
    let done = sqlx::query!(
        "with locked as materialized (
           select id from discounts where org_id = $1 and id = any($2) order by id for no key update
         )
         update discounts d set used = d.used + case when $4 or d.max_uses is null then 0 else u.uses end,
           test_used = d.test_used + case when not $4 or d.max_uses is null then 0 else u.uses end
         from unnest($2::uuid[], $3::bigint[]) as u (id, uses) join locked on locked.id = u.id
         where d.org_id = $1 and d.id = u.id
           and (d.max_uses is null or case when $4 then d.test_used else d.used end + u.uses <= d.max_uses)",
        org,
        &ids,
        &counts,
        uses.mode.is_test(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == ids.len() as u64)
}

/// What a voucher keeps aside, if it does.
struct Reserving {
    id: VoucherId,
    reserving: bool,
    product: Option<ProductId>,
    variation: Option<VariationId>,
    parts: Json<Vec<KeptPart>>,
}

impl Reserving {
    fn kept(self) -> Option<(VoucherId, Kept)> {
        let item = Item::new(self.product.filter(|_| self.reserving)?, self.variation);
        Some((self.id, Kept { item, parts: self.parts.0 }))
    }
}

/// Which of the vouchers keep places aside; they are locked in the order of their ids.
pub(super) async fn lock_reserving(
    tx: &mut Tx,
    uses: &Uses,
) -> Result<BTreeMap<VoucherId, Kept>, sqlx::Error> {
    let (org, (ids, ..)) = (tx.org().uuid(), columns(uses));
    let rows = sqlx::query_as!(
        Reserving,
        r#"select id as "id: VoucherId", reserving, reserves_product_id as "product: ProductId",
             reserves_variation_id as "variation: VariationId", reserves_parts as "parts: Json<Vec<KeptPart>>"
           from vouchers where org_id = $1 and id = any($2) order by id for no key update"#,
        org,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Reserving::kept).collect())
}

/// Gives uses of vouchers back, in the order of their ids.
pub(super) async fn give_vouchers(
    tx: &mut Tx,
    uses: &Uses,
) -> Result<BTreeMap<VoucherId, Kept>, sqlx::Error> {
    let (org, (ids, counts, off)) = (tx.org().uuid(), columns(uses));
    let rows = sqlx::query_as!(
        Reserving,
        r#"with locked as materialized (
           select id from vouchers where org_id = $1 and id = any($2) order by id for no key update
         )
         update vouchers v set used = greatest(v.used - case when $5 then 0 else u.uses end, 0),
           spent_minor = greatest(v.spent_minor - case when $5 then 0 else u.off end, 0),
           test_used = greatest(v.test_used - case when $5 then u.uses else 0 end, 0),
           test_spent_minor = greatest(v.test_spent_minor - case when $5 then u.off else 0 end, 0)
         from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as u (id, uses, off) join locked on locked.id = u.id
         where v.org_id = $1 and v.id = u.id
         returning v.id as "id: VoucherId", v.reserving and not $5 as "reserving!", v.reserves_product_id as "product: ProductId",
           v.reserves_variation_id as "variation: VariationId", v.reserves_parts as "parts: Json<Vec<KeptPart>>""#,
        org,
        &ids,
        &counts,
        &off,
        uses.mode.is_test(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Reserving::kept).collect())
}

/// Gives uses of discounts back, in the order of their ids; those without a limit are not counted.
pub(super) async fn give_discounts(tx: &mut Tx, uses: &Uses) -> Result<(), sqlx::Error> {
    let (org, (ids, counts)) = (tx.org().uuid(), discount_columns(uses));
    sqlx::query!(
        "with locked as materialized (
           select id from discounts where org_id = $1 and id = any($2) order by id for no key update
         )
         update discounts d set used = greatest(d.used - case when $4 then 0 else u.uses end, 0),
           test_used = greatest(d.test_used - case when $4 then u.uses else 0 end, 0)
         from unnest($2::uuid[], $3::bigint[]) as u (id, uses) join locked on locked.id = u.id
         where d.org_id = $1 and d.id = u.id and d.max_uses is not null",
        org,
        &ids,
        &counts,
        uses.mode.is_test(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
