//! `/api/v1/organisations/{org}/events/{event}/fees`.

use axum::http::StatusCode;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Tagged, routes};
use kernel::{FeeId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Fee, Plan};
use crate::{EventPath, EventScope};

/// The operations on fees.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_fees, create_fee)).routes(routes!(replace_fee, delete_fee))
}

/// All fees of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeList {
    /// The fees in the order they are shown.
    pub items: Vec<Fee>,
}

#[derive(Debug, Deserialize)]
struct FeePath {
    fee: FeeId,
}

/// The event's fees
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/fees", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The fees in the order they are shown", body = FeeList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_fees(scope: EventScope<perm::Member>) -> Result<Json<FeeList>, Problem> {
    Ok(Json(FeeList { items: super::list(&scope.cx, scope.event.id).await? }))
}

/// Add a fee
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/fees", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Plan,
    responses((status = 201, description = "The fee", body = Fee)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["fee.created"]))))]
async fn create_fee(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Plan>,
) -> Result<(StatusCode, Json<Fee>), Problem> {
    Ok((StatusCode::CREATED, Json(super::create(&scope.cx, &scope.event, body).await?)))
}

/// Replace a fee
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/fees/{fee}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("fee" = FeeId, Path, description = "The fee"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = Plan,
    responses((status = 200, description = "The fee as it is now", body = Fee),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["fee.updated"]))))]
async fn replace_fee(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<FeePath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<Plan>,
) -> Result<Tagged<Json<Fee>>, Problem> {
    let fee = super::replace(&scope.cx, &scope.event, (path.fee, version), body).await?;
    Ok(Tagged(fee.version, Json(fee)))
}

/// Remove a fee; orders keep what they were charged
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/fees/{fee}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("fee" = FeeId, Path, description = "The fee")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["fee.deleted"]))))]
async fn delete_fee(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<FeePath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.fee).await?;
    Ok(StatusCode::NO_CONTENT)
}
