//! SQL for `quotas`, except their counters.

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId, VariationId};
use uuid::Uuid;

use super::{Plan, Quota};

pub(crate) async fn select(
    tx: &mut Tx,
    event: EventId,
    only: Option<QuotaId>,
) -> Result<Vec<Quota>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Quota,
        r#"select q.id as "id: QuotaId", q.name, q.size, q.sold, q.held, s.carts as "carts!", q.overbooked, q.blocked,
             case when q.closed then 0 else q.size + q.overbooked - q.sold - q.held - q.blocked end as available,
             q.close_when_sold_out, q.closed,
             array(select qp.product_id from quota_products qp
               where qp.quota_id = q.id and qp.variation_id is null order by 1) as "product_ids!: Vec<ProductId>",
             array(select qp.variation_id from quota_products qp
               where qp.quota_id = q.id and qp.variation_id is not null order by 1)
               as "variation_ids!: Vec<VariationId>",
             q.version, q.created_at, q.updated_at
           from quotas q join quota_stock s on s.id = q.id
           where q.org_id = $1 and q.event_id = $2 and q.test_of is null and ($3::uuid is null or q.id = $3)
           order by q.id"#,
        org,
        event.uuid(),
        only.map(QuotaId::uuid),
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether every one of these quotas belongs to the event.
pub(crate) async fn all_exist(tx: &mut Tx, event: EventId, quotas: &[QuotaId]) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = quotas.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as wanted (id)
             where not exists (select from quotas q where q.org_id = $1 and q.event_id = $2 and q.id = wanted.id
               and q.test_of is null))
             as "all!""#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether every one of these products belongs to the event.
pub(super) async fn all_products_exist(
    tx: &mut Tx,
    event: EventId,
    products: &[ProductId],
) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = products.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select not exists (
             select from unnest($3::uuid[]) as wanted (id)
             where not exists (select from products p where p.org_id = $1 and p.event_id = $2 and p.id = wanted.id))
             as "all!""#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn insert(tx: &mut Tx, id: QuotaId, event: EventId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into quotas (id, org_id, event_id, name, size, created_at, updated_at, blocked, close_when_sold_out,
           closed)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)",
        id.uuid(),
        org,
        event.uuid(),
        plan.name,
        plan.size,
        now,
        plan.blocked,
        plan.close_when_sold_out,
        plan.closed,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: QuotaId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update quotas
         set name = $3, size = $4, updated_at = $5, blocked = $6, close_when_sold_out = $7, closed = $8
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        plan.name,
        plan.size,
        now,
        plan.blocked,
        plan.close_when_sold_out,
        plan.closed,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// They were changed by hand.
pub(super) async fn renew(tx: &mut Tx, quotas: &[QuotaId]) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = quotas.iter().map(|id| id.uuid()).collect();
    sqlx::query!("update quotas set version = version + 1 where org_id = $1 and id = any($2)", org, &ids)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: QuotaId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from quotas where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
