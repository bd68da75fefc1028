//! `/api/v1/organisations/{org}/events/{event}/products/{product}/variations`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, patch, routes, rules};
use kernel::{Instant, LocalizedText, Money, ProductId, QuotaId, VariationId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Plan, Variation};
use crate::{
    EventPath, EventScope,
    availability::Availability,
    event::dto::set,
    price::ChannelPrices,
    product::{
        MAX_PRICE,
        http::{ProductPath, ProductView},
    },
    quota::MAX_SIZE,
};

/// The operations on variations; their product shows them.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_archived_variations, create_variation))
        .routes(routes!(update_variation, delete_variation))
        .routes(routes!(restore_variation))
}

/// A new form of a product.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariationIn {
    /// Its name without the product's, at most 200 characters each.
    #[garde(custom(rules::localized_line(200)))]
    pub name: LocalizedText,
    /// What is special about it, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// Its own price in minor units; the product's if absent.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub price_minor: Option<i64>,
    /// Its own prices on some channels.
    #[garde(dive)]
    pub channel_prices: Option<ChannelPrices>,
    /// Its place among the others, small first; last if absent.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
    /// Whether its sale is switched on; yes if absent.
    #[garde(skip)]
    pub active: Option<bool>,
    /// Makes a quota of this many places for this variation alone; null is unlimited.
    #[garde(inner(inner(range(min = 0, max = MAX_SIZE))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 10_000_000)]
    pub quota_size: Option<Option<i64>>,
    /// Quotas it takes a place from, besides those of its product.
    #[garde(inner(length(max = 50)))]
    pub quota_ids: Option<Vec<QuotaId>>,
}

impl VariationIn {
    fn parse(self) -> Plan {
        let mut plan = Plan::new(self.name);
        set(&mut plan.description, self.description);
        plan.price_minor = self.price_minor;
        set(&mut plan.channel_prices, self.channel_prices);
        plan.sort = self.sort;
        set(&mut plan.active, self.active);
        set(&mut plan.quota_ids, self.quota_ids);
        plan
    }
}

/// Changes of a variation; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariationPatch {
    /// Its name without the product's, at most 200 characters each.
    #[garde(inner(custom(rules::localized_line(200))))]
    pub name: Option<LocalizedText>,
    /// What is special about it, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// Its own price in minor units; null is the product's.
    #[garde(inner(inner(range(min = 0, max = MAX_PRICE))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 10_000_000_000_i64)]
    pub price_minor: Option<Option<i64>>,
    /// Its own prices on some channels: all of them anew.
    #[garde(dive)]
    pub channel_prices: Option<ChannelPrices>,
    /// Its place among the others, small first.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
    /// Whether its sale is switched on.
    #[garde(skip)]
    pub active: Option<bool>,
    /// Quotas it takes a place from, besides those of its product.
    #[garde(inner(length(max = 50)))]
    pub quota_ids: Option<Vec<QuotaId>>,
}

impl VariationPatch {
    pub(crate) fn apply(self, plan: &mut Plan) {
        set(&mut plan.name, self.name);
        set(&mut plan.description, self.description);
        set(&mut plan.price_minor, self.price_minor);
        set(&mut plan.channel_prices, self.channel_prices);
        plan.sort = self.sort.or(plan.sort);
        set(&mut plan.active, self.active);
        set(&mut plan.quota_ids, self.quota_ids);
    }
}

/// A variation as organisers see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Variation)]
pub struct VariationView {
    /// The variation.
    pub id: VariationId,
    /// How often it was changed by hand, from 1.
    pub version: i64,
    /// Its name without the product's.
    pub name: LocalizedText,
    /// What is special about it.
    pub description: LocalizedText,
    /// What it costs.
    pub price: Money,
    /// Its own price in minor units; null if it is the product's.
    pub price_minor: Option<i64>,
    /// Its own prices on some channels.
    pub channel_prices: ChannelPrices,
    /// Its place among the others, small first.
    pub sort: i32,
    /// Whether its sale is switched on.
    pub active: bool,
    /// Quotas it takes a place from, besides those of its product.
    pub quota_ids: Vec<QuotaId>,
    /// Whether those it is meant for can buy it now.
    pub availability: Availability,
}

impl VariationView {
    pub(crate) fn new(variation: &Variation, now: Instant) -> Self {
        Self {
            id: variation.id,
            version: variation.version,
            name: variation.name.clone(),
            description: variation.description.clone(),
            price: variation.price,
            price_minor: variation.own_price_minor,
            channel_prices: variation.own_channel_prices,
            sort: variation.sort,
            active: variation.active,
            quota_ids: variation.quota_ids.clone(),
            availability: variation.availability(now),
        }
    }
}

#[derive(Debug, Deserialize)]
struct VariationPath {
    product: ProductId,
    variation: VariationId,
}

/// Forms of a product that were taken out of the offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VariationList)]
pub struct ArchivedVariations {
    /// The variations, in the order they were shown.
    pub items: Vec<VariationView>,
}

/// The forms of a product that were taken out of the offer; the product itself shows the others
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product")),
    responses((status = 200, description = "The variations in the order they were shown", body = ArchivedVariations)),
    extensions(("x-permission" = json!("member"))))]
async fn list_archived_variations(
    scope: EventScope<perm::Member>,
    Path(path): Path<ProductPath>,
) -> Result<Json<ArchivedVariations>, Problem> {
    let forms = super::archived(&scope.cx, scope.event.id, path.product).await?;
    let items = forms.iter().map(|form| VariationView::new(form, scope.cx.now)).collect();
    Ok(Json(ArchivedVariations { items }))
}

/// Add a form in which a product is sold
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product")), request_body = VariationIn,
    responses((status = 201, description = "The product with all its variations", body = ProductView)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["variation.created"]))))]
async fn create_variation(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<ProductPath>,
    Checked(body): Checked<VariationIn>,
) -> Result<(StatusCode, Json<ProductView>), Problem> {
    let own_quota = body.quota_size;
    let product = super::create(&scope.cx, &scope.event, path.product, body.parse(), own_quota).await?;
    Ok((StatusCode::CREATED, Json(ProductView::new(product, scope.cx.now))))
}

/// Change a variation
#[utoipa::path(patch,
    path = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product"),
        ("variation" = VariationId, Path, description = "The variation"),
        ("If-Match" = Option<String>, Header, description = "The variation's version that was read, in quotes")),
    request_body = VariationPatch,
    responses((status = 200, description = "The product as it is now", body = ProductView),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["variation.updated"]))))]
async fn update_variation(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VariationPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<VariationPatch>,
) -> Result<Json<ProductView>, Problem> {
    let place = (path.product, path.variation, version);
    let product = super::update(&scope.cx, &scope.event, place, |plan| body.apply(plan)).await?;
    Ok(Json(ProductView::new(product, scope.cx.now)))
}

/// Take a variation out of the offer; it can be put back
#[utoipa::path(delete,
    path = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product"),
        ("variation" = VariationId, Path, description = "The variation")),
    responses((status = 204, description = "It is archived")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["variation.archived"]))))]
async fn delete_variation(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VariationPath>,
) -> Result<StatusCode, Problem> {
    super::archive(&scope.cx, &scope.event, (path.product, path.variation)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put an archived variation back into the offer as it was
#[utoipa::path(post,
    path = "/api/v1/organisations/{org}/events/{event}/products/{product}/variations/{variation}/restore",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product"),
        ("variation" = VariationId, Path, description = "The variation"),
        ("If-Match" = Option<String>, Header, description = "The variation's version that was read, in quotes")),
    responses((status = 200, description = "The product as it is now", body = ProductView),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["variation.restored"]))))]
async fn restore_variation(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VariationPath>,
    IfMatch(version): IfMatch,
) -> Result<Json<ProductView>, Problem> {
    let place = (path.product, path.variation, version);
    let product = super::restore(&scope.cx, &scope.event, place).await?;
    Ok(Json(ProductView::new(product, scope.cx.now)))
}
