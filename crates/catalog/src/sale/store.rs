//! SQL for what selling reads.

use std::{collections::BTreeMap, sync::Arc};

use ::store::{Tx, column};
use kernel::{EventId, LocalizedText, Money, ProductId, QuotaId};
use sqlx::types::Json;

use super::{Goods, SaleProduct, Stand};
use crate::availability::{Terms, Visibility};

pub(super) async fn stand(tx: &mut Tx, event: EventId) -> Result<Stand, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select p.id as "id: ProductId", p.name as "name: Json<LocalizedText>", p.price_minor, p.max_per_order,
             p.visibility as "visibility: Visibility", p.access_code, p.sales_from, p.sales_until,
             p.archived_at is not null as "archived!", e.currency, e.version,
             array(select qp.quota_id from quota_products qp where qp.product_id = p.id order by 1)
               as "quota_ids!: Vec<QuotaId>",
             array(select q.size - q.sold - q.held from quota_products qp join quotas q on q.id = qp.quota_id
               where qp.product_id = p.id order by q.id) as "free!: Vec<Option<i64>>"
           from products p join events e on e.id = p.event_id
           where p.org_id = $1 and p.event_id = $2
           order by p.sort, p.id"#,
        org,
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut goods = Goods { products: Vec::with_capacity(rows.len()), ..Goods::default() };
    let mut free = BTreeMap::new();
    for row in rows {
        goods.version = row.version;
        free.extend(row.quota_ids.iter().copied().zip(row.free));
        goods.names.insert(row.id, row.name.0.clone());
        goods.products.push(SaleProduct {
            id: row.id,
            name: row.name.0,
            price: Money::new(row.price_minor, column("currency", &row.currency)?),
            max_per_order: u32::try_from(row.max_per_order).unwrap_or(1),
            terms: Terms {
                visibility: row.visibility,
                access_code: row.access_code,
                sales_from: row.sales_from,
                sales_until: row.sales_until,
                archived: row.archived,
            },
            quota_ids: row.quota_ids,
        });
    }
    Ok(Stand { goods: Arc::new(goods), free })
}
