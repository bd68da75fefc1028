//! `/api/v1/organisations/{org}/events/{event}/products`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Query, Tagged, patch, routes, rules};
use kernel::{CategoryId, Instant, LocalizedText, ProductId, QuotaId, perm};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Icon, Kind, MAX_PRICE, Plan, Window};
use crate::{
    EventPath, EventScope,
    availability::{Channel, Visibility},
    composition::{AddOn, Part},
    event::dto::set,
    price::ChannelPrices,
    quota::MAX_SIZE,
};

pub use super::view::{ProductList, ProductView};

/// The operations on products.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_products, create_product))
        .routes(routes!(get_product, update_product, delete_product))
        .merge(super::bulk::http::router())
        .merge(super::explain::http::router())
}

/// The same channels in their order, each once.
fn each_once(channels: Vec<Channel>) -> Vec<Channel> {
    Channel::ALL.into_iter().filter(|channel| channels.contains(channel)).collect()
}

/// A new product.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductIn {
    /// Its name, at most 200 characters each.
    #[garde(custom(rules::localized_line(200)))]
    pub name: LocalizedText,
    /// What is included, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// The drawing beside its name; none if absent.
    #[garde(skip)]
    pub icon: Option<Icon>,
    /// What one gets; a ticket if absent.
    #[garde(skip)]
    pub kind: Option<Kind>,
    /// The heading under which it stands; none if absent.
    #[garde(skip)]
    pub category_id: Option<CategoryId>,
    /// Its price in minor units of the event's currency; with a free price, the least that can be given.
    #[garde(range(min = 0, max = MAX_PRICE))]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub price_minor: i64,
    /// What it costs on some channels, where that is another price.
    #[garde(dive)]
    pub channel_prices: Option<ChannelPrices>,
    /// Whether buyers may give more than the price; for donations always.
    #[garde(skip)]
    pub free_price: Option<bool>,
    /// Its place among the others, small first; last if absent.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
    /// When its sale starts; at once if absent.
    #[garde(skip)]
    pub sales_from: Option<Instant>,
    /// When its sale ends; never if absent.
    #[garde(skip)]
    pub sales_until: Option<Instant>,
    /// When its sale starts, in minutes before the event's start, instead of a fixed moment.
    #[garde(inner(range(min = -525_600, max = 5_256_000)))]
    #[schema(minimum = -525_600, maximum = 5_256_000)]
    pub sales_from_minutes: Option<i32>,
    /// When its sale ends, in minutes before the event's start, instead of a fixed moment.
    #[garde(inner(range(min = -525_600, max = 5_256_000)))]
    #[schema(minimum = -525_600, maximum = 5_256_000)]
    pub sales_until_minutes: Option<i32>,
    /// Through which doors it is sold; all of them if absent.
    #[garde(inner(length(max = 3)))]
    #[schema(max_items = 3)]
    pub channels: Option<Vec<Channel>>,
    /// The fewest of it that one order may have, if it has any; 1 if absent.
    #[garde(inner(range(min = 1, max = 100)))]
    #[schema(minimum = 1, maximum = 100)]
    pub min_per_order: Option<i32>,
    /// The fewest of it that one customer may have in all orders of the event, if they have any.
    #[garde(inner(range(min = 1, max = 100)))]
    #[schema(minimum = 1, maximum = 100)]
    pub min_per_customer: Option<i32>,
    /// The most of it that one customer may have in all orders of the event, told apart by mail addresses.
    #[garde(inner(range(min = 1, max = 1000)))]
    #[schema(minimum = 1, maximum = 1000)]
    pub max_per_customer: Option<i32>,
    /// How many of it one order may have; 10 if absent.
    #[garde(inner(range(min = 1, max = 100)))]
    #[schema(minimum = 1, maximum = 100)]
    pub max_per_order: Option<i32>,
    /// Who gets to see it; everybody if absent.
    #[garde(skip)]
    pub visibility: Option<Visibility>,
    /// The code that shows it, for visibility `code`.
    #[garde(inner(custom(rules::filled_line(50))))]
    #[schema(max_length = 50)]
    pub access_code: Option<String>,
    /// Whether every order with it is looked at first: it waits until somebody approves it.
    #[garde(skip)]
    pub approval: Option<bool>,
    /// What can be bought along with it; each product once.
    #[garde(dive)]
    #[schema(max_items = 50)]
    pub add_ons: Option<Vec<AddOn>>,
    /// What it contains, as a bundle. Its own price is for all of it.
    #[garde(dive)]
    #[schema(max_items = 50)]
    pub bundle: Option<Vec<Part>>,
    /// Whether it can be bought without another product that it is an add-on of.
    #[garde(skip)]
    pub sold_alone: Option<bool>,
    /// Makes a quota of this many places for this product alone; null is unlimited.
    #[garde(inner(inner(range(min = 0, max = MAX_SIZE))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 10_000_000)]
    pub quota_size: Option<Option<i64>>,
    /// Quotas it takes a place from.
    #[garde(inner(length(max = 50)))]
    pub quota_ids: Option<Vec<QuotaId>>,
}

impl ProductIn {
    fn parse(self) -> Plan {
        let mut plan = Plan::new(self.name, self.price_minor);
        set(&mut plan.description, self.description);
        plan.icon = self.icon;
        set(&mut plan.kind, self.kind);
        plan.category_id = self.category_id;
        set(&mut plan.channel_prices, self.channel_prices);
        plan.free_price = self.free_price.unwrap_or(plan.kind == Kind::Donation);
        plan.sort = self.sort;
        plan.window = Window {
            from: self.sales_from,
            until: self.sales_until,
            from_minutes: self.sales_from_minutes,
            until_minutes: self.sales_until_minutes,
        };
        set(&mut plan.channels, self.channels.map(each_once));
        set(&mut plan.min_per_order, self.min_per_order);
        set(&mut plan.max_per_order, self.max_per_order);
        plan.min_per_customer = self.min_per_customer;
        plan.max_per_customer = self.max_per_customer;
        set(&mut plan.visibility, self.visibility);
        plan.access_code = self.access_code;
        set(&mut plan.approval, self.approval);
        set(&mut plan.composition.add_ons, self.add_ons);
        set(&mut plan.composition.bundle, self.bundle);
        set(&mut plan.composition.sold_alone, self.sold_alone);
        set(&mut plan.quota_ids, self.quota_ids);
        plan
    }
}

/// Changes of a product; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPatch {
    /// Its name, at most 200 characters each.
    #[garde(inner(custom(rules::localized_line(200))))]
    pub name: Option<LocalizedText>,
    /// What is included, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// The drawing beside its name; null is none.
    #[garde(skip)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Icon>)]
    pub icon: Option<Option<Icon>>,
    /// What one gets; what was sold stays what it was.
    #[garde(skip)]
    pub kind: Option<Kind>,
    /// The heading under which it stands; null is none.
    #[garde(skip)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<CategoryId>)]
    pub category_id: Option<Option<CategoryId>>,
    /// Whether buyers may give more than the price.
    #[garde(skip)]
    pub free_price: Option<bool>,
    /// Its price in minor units; what was sold or is in a cart keeps its own.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub price_minor: Option<i64>,
    /// What it costs on some channels, where that is another price: all of them anew.
    #[garde(dive)]
    pub channel_prices: Option<ChannelPrices>,
    /// Its place among the others, small first.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
    /// When its sale starts; null is at once.
    #[garde(skip)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Instant>)]
    pub sales_from: Option<Option<Instant>>,
    /// When its sale ends; null is never.
    #[garde(skip)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Instant>)]
    pub sales_until: Option<Option<Instant>>,
    /// When its sale starts, in minutes before the event's start; null is by `sales_from`.
    #[garde(inner(inner(range(min = -525_600, max = 5_256_000))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i32>, minimum = -525_600, maximum = 5_256_000)]
    pub sales_from_minutes: Option<Option<i32>>,
    /// When its sale ends, in minutes before the event's start; null is by `sales_until`.
    #[garde(inner(inner(range(min = -525_600, max = 5_256_000))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i32>, minimum = -525_600, maximum = 5_256_000)]
    pub sales_until_minutes: Option<Option<i32>>,
    /// Through which doors it is sold.
    #[garde(inner(length(max = 3)))]
    #[schema(max_items = 3)]
    pub channels: Option<Vec<Channel>>,
    /// The fewest of it that one order may have, if it has any.
    #[garde(inner(range(min = 1, max = 100)))]
    #[schema(minimum = 1, maximum = 100)]
    pub min_per_order: Option<i32>,
    /// The fewest of it that one customer may have in all orders of the event, if they have any; null is no limit.
    #[garde(inner(inner(range(min = 1, max = 100))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100)]
    pub min_per_customer: Option<Option<i32>>,
    /// The most of it that one customer may have in all orders of the event; null is no limit.
    #[garde(inner(inner(range(min = 1, max = 1000))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    pub max_per_customer: Option<Option<i32>>,
    /// How many of it one order may have.
    #[garde(inner(range(min = 1, max = 100)))]
    #[schema(minimum = 1, maximum = 100)]
    pub max_per_order: Option<i32>,
    /// Who gets to see it. Anything but `code` also drops the access code.
    #[garde(skip)]
    pub visibility: Option<Visibility>,
    /// The code that shows it.
    #[garde(inner(inner(custom(rules::filled_line(50)))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 50)]
    pub access_code: Option<Option<String>>,
    /// Whether every order with it is looked at first: it waits until somebody approves it.
    #[garde(skip)]
    pub approval: Option<bool>,
    /// What can be bought along with it; each product once.
    #[garde(dive)]
    #[schema(max_items = 50)]
    pub add_ons: Option<Vec<AddOn>>,
    /// What it contains, as a bundle. Its own price is for all of it.
    #[garde(dive)]
    #[schema(max_items = 50)]
    pub bundle: Option<Vec<Part>>,
    /// Whether it can be bought without another product that it is an add-on of.
    #[garde(skip)]
    pub sold_alone: Option<bool>,
    /// Quotas it takes a place from.
    #[garde(inner(length(max = 50)))]
    pub quota_ids: Option<Vec<QuotaId>>,
}

impl ProductPatch {
    pub(super) fn apply(self, plan: &mut Plan) {
        set(&mut plan.name, self.name);
        set(&mut plan.description, self.description);
        set(&mut plan.icon, self.icon);
        set(&mut plan.kind, self.kind);
        set(&mut plan.category_id, self.category_id);
        set(&mut plan.free_price, self.free_price);
        set(&mut plan.price_minor, self.price_minor);
        set(&mut plan.channel_prices, self.channel_prices);
        plan.sort = self.sort.or(plan.sort);
        set(&mut plan.window.from, self.sales_from);
        set(&mut plan.window.until, self.sales_until);
        set(&mut plan.window.from_minutes, self.sales_from_minutes);
        set(&mut plan.window.until_minutes, self.sales_until_minutes);
        set(&mut plan.channels, self.channels.map(each_once));
        set(&mut plan.min_per_order, self.min_per_order);
        set(&mut plan.max_per_order, self.max_per_order);
        set(&mut plan.min_per_customer, self.min_per_customer);
        set(&mut plan.max_per_customer, self.max_per_customer);
        if let Some(visibility) = self.visibility {
            plan.visibility = visibility;
            plan.access_code = plan.access_code.take().filter(|_| visibility == Visibility::Code);
        }
        set(&mut plan.access_code, self.access_code);
        set(&mut plan.approval, self.approval);
        set(&mut plan.composition.add_ons, self.add_ons);
        set(&mut plan.composition.bundle, self.bundle);
        set(&mut plan.composition.sold_alone, self.sold_alone);
        set(&mut plan.quota_ids, self.quota_ids);
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct ProductPath {
    pub product: ProductId,
}

/// Which products.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProductQuery {
    /// Those that were taken out of the offer, instead of those that are in it.
    archived: Option<bool>,
}

/// The event's products
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/products", tag = "catalog",
    security(("session" = [])), params(EventPath, ProductQuery),
    responses((status = 200, description = "The products in the order they are shown", body = ProductList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_products(
    scope: EventScope<perm::Member>,
    Query(query): Query<ProductQuery>,
) -> Result<Json<ProductList>, Problem> {
    let products = super::list(&scope.cx, scope.event.id, query.archived.unwrap_or_default()).await?;
    let items = products.into_iter().map(|product| ProductView::new(product, scope.cx.now)).collect();
    Ok(Json(ProductList { items }))
}

/// Add a product
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/products", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = ProductIn,
    responses((status = 201, description = "The product", body = ProductView)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["product.created"]))))]
async fn create_product(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<ProductIn>,
) -> Result<(StatusCode, Json<ProductView>), Problem> {
    let own_quota = body.quota_size;
    let product = super::create(&scope.cx, &scope.event, body.parse(), own_quota).await?;
    Ok((StatusCode::CREATED, Json(ProductView::new(product, scope.cx.now))))
}

/// One product
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/products/{product}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("product" = ProductId, Path, description = "The product")),
    responses((status = 200, description = "The product", body = ProductView)),
    extensions(("x-permission" = json!("member"))))]
async fn get_product(
    scope: EventScope<perm::Member>,
    Path(path): Path<ProductPath>,
) -> Result<Tagged<Json<ProductView>>, Problem> {
    let product = super::get(&scope.cx, scope.event.id, path.product).await?;
    Ok(Tagged(product.version, Json(ProductView::new(product, scope.cx.now))))
}

/// Change a product
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/products/{product}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("product" = ProductId, Path, description = "The product"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = ProductPatch,
    responses((status = 200, description = "The product as it is now", body = ProductView),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["product.updated"]))))]
async fn update_product(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<ProductPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<ProductPatch>,
) -> Result<Tagged<Json<ProductView>>, Problem> {
    let one = (path.product, version);
    let product = super::update(&scope.cx, &scope.event, one, |plan| body.apply(plan)).await?;
    Ok(Tagged(product.version, Json(ProductView::new(product, scope.cx.now))))
}

/// Take a product out of the offer
///
/// A change of many products can put it back.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/products/{product}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("product" = ProductId, Path, description = "The product")),
    responses((status = 204, description = "It is archived")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["product.archived"]))))]
async fn delete_product(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<ProductPath>,
) -> Result<StatusCode, Problem> {
    super::archive(&scope.cx, &scope.event, path.product).await?;
    Ok(StatusCode::NO_CONTENT)
}
