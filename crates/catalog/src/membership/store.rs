//! SQL for `quota_products`. Reads the view `product_places` (sales).

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId};
use uuid::Uuid;

use super::{Link, Taken};

fn uuids(products: &BTreeSet<ProductId>) -> Vec<Uuid> {
    products.iter().map(|product| product.uuid()).collect()
}

/// The places that these products have taken; those that have none are left out.
pub(super) async fn taken(
    tx: &mut Tx,
    event: EventId,
    products: &BTreeSet<ProductId>,
) -> Result<BTreeMap<ProductId, Taken>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select product_id as "product!: ProductId", held as "held!", sold as "sold!"
           from product_places where org_id = $1 and event_id = $2 and product_id = any($3)"#,
        org,
        event.uuid(),
        &uuids(products),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.product, Taken { held: row.held, sold: row.sold })).collect())
}

/// Which of these products have no quota.
pub(super) async fn bare(tx: &mut Tx, products: &BTreeSet<ProductId>) -> Result<Vec<ProductId>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select id as "id!: ProductId" from unnest($2::uuid[]) as wanted (id)
           where not exists (select from quota_products where org_id = $1 and product_id = wanted.id)"#,
        org,
        &uuids(products),
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn name(tx: &mut Tx, quota: QuotaId) -> Result<String, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!("select name from quotas where org_id = $1 and id = $2", org, quota.uuid())
        .fetch_one(&mut **tx)
        .await
}

fn columns(links: &[Link]) -> (Vec<Uuid>, Vec<Uuid>) {
    links.iter().map(|(product, quota)| (product.uuid(), quota.uuid())).unzip()
}

pub(super) async fn unlink(tx: &mut Tx, links: &[Link]) -> Result<(), sqlx::Error> {
    let (org, (products, quotas)) = (tx.org().uuid(), columns(links));
    sqlx::query!(
        "delete from quota_products l using unnest($2::uuid[], $3::uuid[]) as d (product, quota)
         where l.org_id = $1 and l.product_id = d.product and l.quota_id = d.quota",
        org,
        &products,
        &quotas,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn link(tx: &mut Tx, links: &[Link]) -> Result<(), sqlx::Error> {
    let (org, (products, quotas)) = (tx.org().uuid(), columns(links));
    sqlx::query!(
        "insert into quota_products (quota_id, product_id, org_id)
         select quota, product, $1 from unnest($2::uuid[], $3::uuid[]) as d (product, quota)",
        org,
        &products,
        &quotas,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
