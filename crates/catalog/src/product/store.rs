//! SQL for `products`, read together with their variations, categories and quotas.

use ::store::{Tx, column};
use kernel::{CategoryId, EventId, FileId, LocalizedText, Money, ProductId, QuotaId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Icon, Kind, Plan, Product, Window};
use crate::{
    Mode,
    availability::{Channel, Stock, Terms, Visibility},
    composition::{AddOn, Composition, Part},
    event::Cover,
    price::ChannelPrices,
    variation::Variation,
};

/// Every product of the event, archived ones included, in the order it is shown.
pub(crate) async fn list(tx: &mut Tx, event: EventId, mode: Mode) -> Result<Vec<Product>, sqlx::Error> {
    let mut products = select(tx, event, None, mode).await?;
    count_parts(&mut products);
    Ok(products)
}

pub(super) async fn find(tx: &mut Tx, event: EventId, id: ProductId) -> Result<Option<Product>, sqlx::Error> {
    let found = select(tx, event, Some(id), Mode::Live).await?.pop();
    if found.as_ref().is_none_or(|product| product.composition.bundle.is_empty()) {
        return Ok(found);
    }
    // How many bundles are left depends on what they contain.
    Ok(list(tx, event, Mode::Live).await?.into_iter().find(|product| product.id == id))
}

/// A variation as the query packs it, with bare ids.
#[derive(Debug, serde::Deserialize)]
struct Packed {
    id: Uuid,
    version: i64,
    name: LocalizedText,
    description: LocalizedText,
    price_minor: Option<i64>,
    channel_prices: ChannelPrices,
    sort: i32,
    active: bool,
    archived: bool,
    quotas: Vec<Uuid>,
    stock: Vec<Stock>,
}

/// With the places that are left of the real stock, or of the test stock.
async fn select(
    tx: &mut Tx,
    event: EventId,
    only: Option<ProductId>,
    mode: Mode,
) -> Result<Vec<Product>, sqlx::Error> {
    let (tx_org, org) = (tx.org(), tx.org().uuid());
    let rows = sqlx::query!(
        r#"select p.id as "id: ProductId", p.name as "name: Json<LocalizedText>",
             p.description as "description: Json<LocalizedText>", p.kind as "kind: Kind", p.price_minor, p.free_price,
             p.channel_prices as "channel_prices: Json<ChannelPrices>",
             p.sort, p.max_per_order, p.visibility as "visibility: Visibility", p.access_code, p.channels, p.sales_from,
             p.sales_until, p.sales_from_minutes, p.sales_until_minutes,
             coalesce(p.sales_from, e.starts_at - p.sales_from_minutes * interval '1 minute') as opens_at,
             coalesce(p.sales_until, e.starts_at - p.sales_until_minutes * interval '1 minute') as closes_at,
             p.min_per_order, p.min_per_customer, p.max_per_customer, p.add_ons as "add_ons: Json<Vec<AddOn>>",
             p.bundle as "bundle: Json<Vec<Part>>", p.sold_alone, p.approval,
             p.archived_at is not null as "archived!", p.version, p.created_at, p.updated_at, e.currency,
             p.icon as "icon: Icon", p.picture_file_id as "picture: FileId", i.width as "picture_width?", i.height as "picture_height?",
             c.id as "category_id?: CategoryId", c.name as "category_name?: Json<LocalizedText>",
             c.description as "category_description?: Json<LocalizedText>",
             s.ids as "quota_ids!: Vec<QuotaId>", s.stock as "stock!: Json<Vec<Stock>>",
             v.variations as "variations!: Json<Vec<Packed>>"
           from products p
           join events e on e.id = p.event_id
           left join categories c on c.id = p.category_id
           left join images i on i.file_id = p.picture_file_id
           cross join lateral (
             select coalesce(array_agg(qp.quota_id order by qp.quota_id), '{}') as ids,
               coalesce(jsonb_agg(to_jsonb(q)
                 order by qp.quota_id), '[]') as stock
             from quota_products qp join quota_stock q
               on q.id = coalesce((select t.id from quotas t where $4 and t.test_of = qp.quota_id), qp.quota_id)
             where qp.product_id = p.id and qp.variation_id is null) s
           cross join lateral (
             select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'description', v.description,
               'version', v.version, 'price_minor', v.price_minor, 'channel_prices', v.channel_prices, 'sort', v.sort, 'active', v.active,
               'archived', v.archived_at is not null, 'quotas', o.ids, 'stock', o.stock) order by v.sort, v.id), '[]')
               as variations
             from product_variations v
             cross join lateral (
               select coalesce(array_agg(qp.quota_id order by qp.quota_id), '{}') as ids,
                 coalesce(jsonb_agg(to_jsonb(q)
                   order by qp.quota_id), '[]') as stock
               from quota_products qp join quota_stock q
                 on q.id = coalesce((select t.id from quotas t where $4 and t.test_of = qp.quota_id), qp.quota_id)
               where qp.variation_id = v.id) o
             where v.product_id = p.id) v
           where p.org_id = $1 and p.event_id = $2 and ($3::uuid is null or p.id = $3)
           order by c.sort nulls first, c.id, p.sort, p.id"#,
        org,
        event.uuid(),
        only.map(ProductId::uuid),
        mode.is_test(),
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let price = Money::new(row.price_minor, column("currency", &row.currency)?);
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
            let stock = row.stock.0;
            let variations = row.variations.0.into_iter();
            let prices = (price, row.channel_prices.0);
            let variations = variations.map(|packed| packed.variation(&terms, prices, &stock)).collect();
            let heading =
                |(name, description): (Json<LocalizedText>, Json<LocalizedText>)| (name.0, description.0);
            Ok(Product {
                id: row.id,
                name: row.name.0,
                description: row.description.0,
                picture: Cover::new(tx_org, row.picture, row.picture_width, row.picture_height),
                icon: row.icon,
                kind: row.kind,
                category: row.category_id,
                heading: row.category_name.zip(row.category_description).map(heading),
                price,
                channel_prices: row.channel_prices.0,
                free_price: row.free_price,
                sort: row.sort,
                window: Window {
                    from: row.sales_from,
                    until: row.sales_until,
                    from_minutes: row.sales_from_minutes,
                    until_minutes: row.sales_until_minutes,
                },
                terms,
                composition: Composition {
                    add_ons: row.add_ons.0,
                    bundle: row.bundle.0,
                    sold_alone: row.sold_alone,
                },
                quota_ids: row.quota_ids,
                stock,
                variations,
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

impl Packed {
    /// The variation of a product on `terms` at `price`, which takes its places from `shared`, too.
    fn variation(
        self,
        terms: &Terms,
        (price, by_channel): (Money, ChannelPrices),
        shared: &[Stock],
    ) -> Variation {
        Variation {
            id: self.id.into(),
            version: self.version,
            name: self.name,
            description: self.description,
            own_price_minor: self.price_minor,
            own_channel_prices: self.channel_prices,
            channel_prices: by_channel.of_variation(self.price_minor, self.channel_prices),
            price: Money::new(self.price_minor.unwrap_or(price.minor), price.currency),
            sort: self.sort,
            active: self.active,
            terms: terms.clone().of_variation(self.active, self.archived),
            quota_ids: self.quotas.into_iter().map(QuotaId::from).collect(),
            stock: shared.iter().cloned().chain(self.stock).collect(),
        }
    }
}

/// Adds the places of what bundles contain to their own.
fn count_parts(products: &mut [Product]) {
    for at in 0..products.len() {
        let mut stock: Vec<Stock> = Vec::new();
        for part in products[at].composition.bundle.clone() {
            let Some(product) = products.iter().find(|product| product.id == part.product_id) else {
                continue;
            };
            let form = product.variations.iter().find(|form| Some(form.id) == part.variation_id);
            for places in form.map_or(&product.stock, |form| &form.stock) {
                let each = i64::from(part.count);
                match stock.iter_mut().find(|known| known.id == places.id) {
                    Some(known) => known.each += each,
                    None => stock.push(Stock { each, ..places.clone() }),
                }
            }
        }
        let whole = &mut products[at];
        let forms = whole.variations.iter_mut().map(|form| &mut form.stock);
        for own in forms.chain([&mut whole.stock]) {
            for places in &stock {
                match own.iter_mut().find(|known| known.id == places.id) {
                    Some(known) => known.each += places.each,
                    None => own.push(places.clone()),
                }
            }
        }
    }
}

fn names(channels: &[Channel]) -> Vec<String> {
    channels.iter().map(|channel| channel.as_str().to_owned()).collect()
}

/// How many of the product this customer has in all orders of the event, or is about to pay. Reads the view
/// `customer_places` (sales).
pub(super) async fn bought(
    tx: &mut Tx,
    event: EventId,
    id: ProductId,
    email: &str,
) -> Result<i64, sqlx::Error> {
    let org = tx.org().uuid();
    let places = sqlx::query_scalar!(
        r#"select places as "places!" from customer_places
           where org_id = $1 and event_id = $2 and product_id = $3 and email = lower($4) and not test"#,
        org,
        event.uuid(),
        id.uuid(),
        email,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(places.unwrap_or_default())
}

/// Whether the category belongs to the event.
pub(super) async fn category_exists(
    tx: &mut Tx,
    event: EventId,
    category: CategoryId,
) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from categories where org_id = $1 and event_id = $2 and id = $3) as "there!""#,
        org,
        event.uuid(),
        category.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: ProductId,
    event: EventId,
    plan: &Plan,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into products (id, org_id, event_id, name, description, price_minor, sort, sales_from, sales_until,
           max_per_order, visibility, access_code, created_at, updated_at, kind, category_id, free_price,
           channels, sales_from_minutes, sales_until_minutes, min_per_order, max_per_customer, add_ons, bundle,
           sold_alone, channel_prices, approval, icon, min_per_customer)
         values ($1, $2, $3, $4, $5, $6,
           coalesce($7, (select max(p.sort) + 1 from products p where p.org_id = $2 and p.event_id = $3), 0),
           $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)",
        id.uuid(),
        org,
        event.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.price_minor,
        plan.sort,
        plan.window.from,
        plan.window.until,
        plan.max_per_order,
        plan.visibility as Visibility,
        plan.access_code,
        now,
        plan.kind as Kind,
        plan.category_id.map(CategoryId::uuid),
        plan.free_price,
        &names(&plan.channels),
        plan.window.from_minutes,
        plan.window.until_minutes,
        plan.min_per_order,
        plan.max_per_customer,
        Json(&plan.composition.add_ons) as _,
        Json(&plan.composition.bundle) as _,
        plan.composition.sold_alone,
        Json(plan.channel_prices) as _,
        plan.approval,
        plan.icon as Option<Icon>,
        plan.min_per_customer,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: ProductId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update products set name = $3, description = $4, price_minor = $5, sort = coalesce($6, sort), sales_from = $7,
           sales_until = $8, max_per_order = $9, visibility = $10, access_code = $11, updated_at = $12, kind = $13,
           category_id = $14, free_price = $15, channels = $16, sales_from_minutes = $17, sales_until_minutes = $18,
           min_per_order = $19, max_per_customer = $20, add_ons = $21, bundle = $22, sold_alone = $23,
           channel_prices = $24, approval = $25, icon = $26, min_per_customer = $27,
           version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.price_minor,
        plan.sort,
        plan.window.from,
        plan.window.until,
        plan.max_per_order,
        plan.visibility as Visibility,
        plan.access_code,
        now,
        plan.kind as Kind,
        plan.category_id.map(CategoryId::uuid),
        plan.free_price,
        &names(&plan.channels),
        plan.window.from_minutes,
        plan.window.until_minutes,
        plan.min_per_order,
        plan.max_per_customer,
        Json(&plan.composition.add_ons) as _,
        Json(&plan.composition.bundle) as _,
        plan.composition.sold_alone,
        Json(plan.channel_prices) as _,
        plan.approval,
        plan.icon as Option<Icon>,
        plan.min_per_customer,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets or clears the picture; returns the one before.
pub(crate) async fn set_picture(
    tx: &mut Tx,
    id: ProductId,
    picture: Option<FileId>,
) -> Result<Option<FileId>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let before = sqlx::query_scalar!(
        r#"select picture_file_id as "picture: FileId" from products where org_id = $1 and id = $2"#,
        org,
        id.uuid(),
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update products set picture_file_id = $3, updated_at = $4, version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        picture.map(FileId::uuid),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(before)
}

/// Whether some product of the organisation has this picture.
pub(super) async fn is_picture(tx: &mut Tx, file: FileId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from products where org_id = $1 and picture_file_id = $2) as "used!""#,
        org,
        file.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// Puts a product into the archive, or takes it out; nothing changes if it is there already.
pub(super) async fn set_archived(
    tx: &mut Tx,
    event: EventId,
    id: ProductId,
    archived: bool,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update products set archived_at = $4, updated_at = $5, version = version + 1
         where org_id = $1 and event_id = $2 and id = $3 and (archived_at is null) = ($4::timestamptz is not null)",
        org,
        event.uuid(),
        id.uuid(),
        archived.then_some(now),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
