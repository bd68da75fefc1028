//! `/api/v1/organisations/{org}/events/{event}/discounts`.

use axum::http::StatusCode;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Query, Tagged, routes};
use kernel::{DiscountId, perm};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Discount, Plan};
use crate::{EventPath, EventScope};

/// The operations on discounts.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_discounts, create_discount))
        .routes(routes!(replace_discount, delete_discount))
        .routes(routes!(restore_discount))
}

/// All discounts of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiscountList {
    /// The discounts in the order they are tried.
    pub items: Vec<Discount>,
}

#[derive(Debug, Deserialize)]
struct DiscountPath {
    discount: DiscountId,
}

/// Which discounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DiscountQuery {
    /// Those that were removed, instead of those that are there.
    archived: Option<bool>,
}

/// The event's discounts
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/discounts", tag = "catalog",
    security(("session" = [])), params(EventPath, DiscountQuery),
    responses((status = 200, description = "The discounts in the order they are tried", body = DiscountList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_discounts(
    scope: EventScope<perm::Member>,
    Query(query): Query<DiscountQuery>,
) -> Result<Json<DiscountList>, Problem> {
    let archived = query.archived.unwrap_or_default();
    Ok(Json(DiscountList { items: super::list(&scope.cx, scope.event.id, archived).await? }))
}

/// Add a discount
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/discounts", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Plan,
    responses((status = 201, description = "The discount", body = Discount)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["discount.created"]))))]
async fn create_discount(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Plan>,
) -> Result<(StatusCode, Json<Discount>), Problem> {
    Ok((StatusCode::CREATED, Json(super::create(&scope.cx, &scope.event, body).await?)))
}

/// Replace a discount
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("discount" = DiscountId, Path, description = "The discount"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = Plan,
    responses((status = 200, description = "The discount as it is now", body = Discount),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["discount.updated"]))))]
async fn replace_discount(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<DiscountPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<Plan>,
) -> Result<Tagged<Json<Discount>>, Problem> {
    let discount = super::replace(&scope.cx, &scope.event, (path.discount, version), body).await?;
    Ok(Tagged(discount.version, Json(discount)))
}

/// Take a discount away; who has got it keeps it, and it can be put back
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("discount" = DiscountId, Path, description = "The discount")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["discount.deleted"]))))]
async fn delete_discount(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<DiscountPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.discount).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a removed discount back as it was
///
/// What it was used for before counts. It is refused if something that it is good for is not there any more.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/discounts/{discount}/restore",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("discount" = DiscountId, Path, description = "The discount"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    responses((status = 200, description = "The discount as it is now", body = Discount),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["discount.restored"]))))]
async fn restore_discount(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<DiscountPath>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<Json<Discount>>, Problem> {
    let discount = super::restore(&scope.cx, &scope.event, (path.discount, version)).await?;
    Ok(Tagged(discount.version, Json(discount)))
}
