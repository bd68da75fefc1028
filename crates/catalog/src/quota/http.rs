//! `/api/v1/organisations/{org}/events/{event}/quotas`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Tagged, patch, routes, rules};
use kernel::{ProductId, QuotaId, VariationId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MAX_SIZE, Plan, Quota};
use crate::{EventPath, EventScope, event::dto::set};

/// The operations on quotas.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_quotas, create_quota)).routes(routes!(update_quota, delete_quota))
}

/// A new quota.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaIn {
    /// Its name.
    #[garde(custom(rules::filled_line(200)))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Places there are; null is unlimited.
    #[garde(inner(range(min = 0, max = MAX_SIZE)))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub size: Option<i64>,
    /// Places kept aside; none if absent.
    #[garde(range(min = 0, max = MAX_SIZE))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub blocked: i64,
    /// Whether it closes when its last place is sold, and is opened again by hand only.
    #[garde(skip)]
    #[serde(default)]
    pub close_when_sold_out: bool,
    /// The products that take their places from it, with all their variations.
    #[garde(length(max = 100))]
    #[serde(default)]
    pub product_ids: Vec<ProductId>,
    /// Single variations that take their places from it.
    #[garde(length(max = 500))]
    #[serde(default)]
    pub variation_ids: Vec<VariationId>,
}

/// Changes of a quota; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaPatch {
    /// Its name.
    #[garde(inner(custom(rules::filled_line(200))))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// Places there are; null is unlimited.
    #[garde(inner(inner(range(min = 0, max = MAX_SIZE))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 10_000_000)]
    pub size: Option<Option<i64>>,
    /// Places kept aside.
    #[garde(inner(range(min = 0, max = MAX_SIZE)))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub blocked: Option<i64>,
    /// Whether it closes when its last place is sold, and is opened again by hand only.
    #[garde(skip)]
    pub close_when_sold_out: Option<bool>,
    /// Closes it, or opens it again.
    #[garde(skip)]
    pub closed: Option<bool>,
    /// The products that take their places from it, with all their variations.
    #[garde(inner(length(max = 100)))]
    pub product_ids: Option<Vec<ProductId>>,
    /// Single variations that take their places from it.
    #[garde(inner(length(max = 500)))]
    pub variation_ids: Option<Vec<VariationId>>,
}

impl QuotaPatch {
    fn apply(self, plan: &mut Plan) {
        set(&mut plan.name, self.name.map(|name| name.trim().to_owned()));
        set(&mut plan.size, self.size);
        set(&mut plan.blocked, self.blocked);
        set(&mut plan.close_when_sold_out, self.close_when_sold_out);
        set(&mut plan.closed, self.closed);
        set(&mut plan.product_ids, self.product_ids);
        set(&mut plan.variation_ids, self.variation_ids);
    }
}

/// All quotas of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuotaList {
    /// The quotas by age.
    pub items: Vec<Quota>,
}

#[derive(Debug, Deserialize)]
struct QuotaPath {
    quota: QuotaId,
}

/// The event's quotas
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/quotas", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The quotas by age", body = QuotaList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_quotas(scope: EventScope<perm::Member>) -> Result<Json<QuotaList>, Problem> {
    Ok(Json(QuotaList { items: super::list(&scope.cx, scope.event.id).await? }))
}

/// Add a quota
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/quotas", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = QuotaIn,
    responses((status = 201, description = "The quota", body = Quota)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["quota.created"]))))]
async fn create_quota(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<QuotaIn>,
) -> Result<(StatusCode, Json<Quota>), Problem> {
    let mut plan = Plan::new(body.name.trim(), body.size);
    plan.blocked = body.blocked;
    plan.close_when_sold_out = body.close_when_sold_out;
    plan.product_ids = body.product_ids;
    plan.variation_ids = body.variation_ids;
    let quota = super::create(&scope.cx, &scope.event, plan).await?;
    Ok((StatusCode::CREATED, Json(quota)))
}

/// Change a quota
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/quotas/{quota}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("quota" = QuotaId, Path, description = "The quota"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = QuotaPatch,
    responses((status = 200, description = "The quota as it is now", body = Quota),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["quota.updated"]))))]
async fn update_quota(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<QuotaPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<QuotaPatch>,
) -> Result<Tagged<Json<Quota>>, Problem> {
    let one = (path.quota, version);
    let quota = super::update(&scope.cx, &scope.event, one, |plan| body.apply(plan)).await?;
    Ok(Tagged(quota.version, Json(quota)))
}

/// Remove a quota of which nothing is sold or held
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/quotas/{quota}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("quota" = QuotaId, Path, description = "The quota")),
    responses((status = 204, description = "It is gone"),
        (status = 409, description = "Places of it are sold or held", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["quota.deleted"]))))]
async fn delete_quota(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<QuotaPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.quota).await?;
    Ok(StatusCode::NO_CONTENT)
}
