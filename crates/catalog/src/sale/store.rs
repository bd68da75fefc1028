//! SQL for what selling reads.

use std::{collections::BTreeMap, sync::Arc};

use ::store::{Tx, column};
use kernel::{CategoryId, EventId, LocalizedText, Money, ProductId, QuotaId, VariationId};
use sqlx::types::Json;

use super::{Goods, SaleProduct, Stand};
use crate::{
    Mode,
    availability::{Channel, Terms, Visibility},
    composition::{AddOn, Composition, Part},
    price::ChannelPrices,
    product::Kind,
};

pub(super) async fn stand(tx: &mut Tx, event: EventId) -> Result<Stand, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select p.id as "id: ProductId", p.name as "name: Json<LocalizedText>", p.kind as "kind: Kind",
             p.category_id as "category: CategoryId", coalesce(v.price_minor, p.price_minor) as "price_minor!",
             v.price_minor as own_price, p.channel_prices as "channel_prices: Json<ChannelPrices>",
             v.channel_prices as "own_channel_prices!: Json<ChannelPrices>",
             p.free_price, p.max_per_order, p.visibility as "visibility: Visibility", p.access_code, p.channels,
             coalesce(p.sales_from, e.starts_at - p.sales_from_minutes * interval '1 minute') as opens_at,
             coalesce(p.sales_until, e.starts_at - p.sales_until_minutes * interval '1 minute') as closes_at,
             p.min_per_order, p.min_per_customer, p.max_per_customer, p.add_ons as "add_ons: Json<Vec<AddOn>>",
             p.bundle as "bundle: Json<Vec<Part>>", p.sold_alone, p.approval, p.archived_at is not null as "archived!", e.currency, e.version, e.test_mode,
             v.id as "variation?: VariationId", v.name as "variation_name?: Json<LocalizedText>",
             v.active as "active!", v.archived as "variation_archived!",
             (v.id is null and exists (select from product_variations o
               where o.product_id = p.id and o.archived_at is null)) as "needs_variation!",
             q.ids as "quota_ids!: Vec<QuotaId>", q.free as "free!: Vec<Option<i64>>",
             q.doubles as "doubles!: Vec<Option<QuotaId>>", q.test_free as "test_free!: Vec<Option<i64>>"
           from products p join events e on e.id = p.event_id
           left join categories c on c.id = p.category_id
           cross join lateral (
             select null::uuid as id, null::jsonb as name, null::bigint as price_minor, '{}'::jsonb as channel_prices, -1 as sort, true as active,
               false as archived
             union all
             select id, name, price_minor, channel_prices, sort, active, archived_at is not null
             from product_variations where product_id = p.id
           ) v
           cross join lateral (
             select coalesce(array_agg(q.id order by q.id), '{}') as ids,
               coalesce(array_agg(case when q.closed then 0
                 else q.size + q.overbooked - q.sold - q.held - q.blocked end order by q.id), '{}') as free,
               coalesce(array_agg(t.id order by q.id), '{}') as doubles,
               coalesce(array_agg(case when t.closed then 0
                 else t.size + t.overbooked - t.sold - t.held - t.blocked end order by q.id), '{}') as test_free
             from (select distinct quota_id from quota_products
                   where product_id = p.id and (variation_id is null or variation_id = v.id)) l
               join quotas q on q.id = l.quota_id
               left join quotas t on t.test_of = q.id
           ) q
           where p.org_id = $1 and p.event_id = $2
           order by c.sort nulls first, c.id, p.sort, p.id, v.sort, v.id nulls first"#,
        org,
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut goods = Goods { products: Vec::with_capacity(rows.len()), ..Goods::default() };
    let mut free = BTreeMap::new();
    for row in rows {
        goods.version = row.version;
        goods.mode = Mode::of(row.test_mode);
        free.extend(row.quota_ids.iter().copied().zip(row.free));
        for ((quota, double), left) in row.quota_ids.iter().zip(row.doubles).zip(row.test_free) {
            if let Some(double) = double {
                goods.doubles.insert(*quota, double);
                free.insert(double, left);
            }
        }
        let terms = Terms {
            visibility: row.visibility,
            access_code: row.access_code,
            channels: Channel::named(&row.channels),
            sales_from: row.opens_at,
            sales_until: row.closes_at,
            min_per_order: u32::try_from(row.min_per_order).unwrap_or(1),
            max_per_order: u32::try_from(row.max_per_order).unwrap_or(1),
            min_per_customer: row.min_per_customer.and_then(|fewest| fewest.try_into().ok()),
            max_per_customer: row.max_per_customer.and_then(|most| most.try_into().ok()),
            approval: row.approval,
            paused: false,
            archived: row.archived,
        };
        let product = SaleProduct {
            id: row.id,
            variation: row.variation,
            name: match row.variation_name {
                Some(variation) => row.name.0.joined(&variation.0),
                None => row.name.0,
            },
            kind: row.kind,
            category: row.category,
            price: Money::new(row.price_minor, column("currency", &row.currency)?),
            channel_prices: row.channel_prices.0.of_variation(row.own_price, row.own_channel_prices.0),
            free_price: row.free_price,
            needs_variation: row.needs_variation,
            composition: Composition {
                add_ons: row.add_ons.0,
                bundle: row.bundle.0,
                sold_alone: row.sold_alone,
            },
            terms: terms.of_variation(row.active, row.variation_archived),
            quota_ids: row.quota_ids,
        };
        goods.names.insert(product.item(), product.name.clone());
        goods.products.push(product);
    }
    Ok(Stand { goods: Arc::new(goods), free })
}

/// The version of the event's catalogue.
pub(super) async fn version(tx: &mut Tx, event: EventId) -> Result<i64, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!("select version from events where org_id = $1 and id = $2", org, event.uuid())
        .fetch_one(&mut **tx)
        .await
}
