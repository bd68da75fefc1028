//! SQL for `product_variations`.

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{EventId, ProductId, VariationId};
use sqlx::types::Json;
use uuid::Uuid;

use super::Plan;

/// The products of these variations, as far as they are the event's.
pub(crate) async fn products_of(
    tx: &mut Tx,
    event: EventId,
    variations: &[VariationId],
) -> Result<BTreeMap<VariationId, ProductId>, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = variations.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id: VariationId", product_id as "product: ProductId"
           from product_variations where org_id = $1 and event_id = $2 and id = any($3)"#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.product)).collect())
}

pub(crate) async fn insert(
    tx: &mut Tx,
    (id, product): (VariationId, ProductId),
    event: EventId,
    plan: &Plan,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into product_variations (id, org_id, event_id, product_id, name, description, price_minor, sort, active,
           created_at, updated_at, channel_prices)
         values ($1, $2, $3, $4, $5, $6, $7,
           coalesce($8, (select max(v.sort) + 1 from product_variations v where v.org_id = $2 and v.product_id = $4), 0),
           $9, $10, $10, $11)",
        id.uuid(),
        org,
        event.uuid(),
        product.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.price_minor,
        plan.sort,
        plan.active,
        now,
        Json(plan.channel_prices) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: VariationId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update product_variations
         set name = $3, description = $4, price_minor = $5, sort = coalesce($6, sort), active = $7, updated_at = $8,
           channel_prices = $9, version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.price_minor,
        plan.sort,
        plan.active,
        now,
        Json(plan.channel_prices) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts a variation into the archive, or takes it out.
pub(super) async fn set_archived(tx: &mut Tx, id: VariationId, archived: bool) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update product_variations set archived_at = $3, updated_at = $4, version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        archived.then_some(now),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
