//! SQL for `quota_products`. Reads the view `product_places` (sales).

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId, VariationId};
use uuid::Uuid;

use super::{Link, Taken};
use crate::Item;

fn uuids(products: &BTreeSet<ProductId>) -> Vec<Uuid> {
    products.iter().map(|product| product.uuid()).collect()
}

/// Everything that these products and their variations are linked to.
pub(super) async fn links(
    tx: &mut Tx,
    products: &BTreeSet<ProductId>,
) -> Result<BTreeSet<Link>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select product_id as "product: ProductId", variation_id as "variation: VariationId",
             quota_id as "quota: QuotaId"
           from quota_products where org_id = $1 and product_id = any($2)"#,
        org,
        &uuids(products),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (Item::new(row.product, row.variation), row.quota)).collect())
}

/// The places that these products and their variations have taken; what has none is left out.
pub(super) async fn taken(
    tx: &mut Tx,
    event: EventId,
    products: &BTreeSet<ProductId>,
) -> Result<BTreeMap<Item, Taken>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select product_id as "product!: ProductId", variation_id as "variation: VariationId", held as "held!",
             sold as "sold!", beyond as "beyond!"
           from product_places
           where org_id = $1 and event_id = $2 and product_id = any($3) and held + sold > 0 and not test"#,
        org,
        event.uuid(),
        &uuids(products),
    )
    .fetch_all(&mut **tx)
    .await?;
    let taken = rows.into_iter();
    Ok(taken
        .map(|row| {
            (
                Item::new(row.product, row.variation),
                Taken { held: row.held, sold: row.sold, beyond: row.beyond },
            )
        })
        .collect())
}

pub(super) async fn name(tx: &mut Tx, quota: QuotaId) -> Result<String, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!("select name from quotas where org_id = $1 and id = $2", org, quota.uuid())
        .fetch_one(&mut **tx)
        .await
}

fn columns(links: &[Link]) -> (Vec<Uuid>, Vec<Option<Uuid>>, Vec<Uuid>) {
    let column =
        |(item, quota): &Link| (item.product.uuid(), item.variation.map(VariationId::uuid), quota.uuid());
    links.iter().map(column).collect()
}

pub(super) async fn unlink(tx: &mut Tx, links: &[Link]) -> Result<(), sqlx::Error> {
    let (org, (products, variations, quotas)) = (tx.org().uuid(), columns(links));
    sqlx::query!(
        "delete from quota_products l
         using unnest($2::uuid[], $3::uuid[], $4::uuid[]) as d (product, variation, quota)
         where l.org_id = $1 and l.product_id = d.product and l.variation_id is not distinct from d.variation
           and l.quota_id = d.quota",
        org,
        &products,
        &variations as &[Option<Uuid>],
        &quotas,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn link(tx: &mut Tx, links: &[Link]) -> Result<(), sqlx::Error> {
    let (org, (products, variations, quotas)) = (tx.org().uuid(), columns(links));
    sqlx::query!(
        "insert into quota_products (quota_id, product_id, variation_id, org_id)
         select quota, product, variation, $1
         from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as d (product, variation, quota)",
        org,
        &products,
        &variations as &[Option<Uuid>],
        &quotas,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
