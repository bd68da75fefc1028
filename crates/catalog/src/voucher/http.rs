//! `/api/v1/organisations/{org}/events/{event}/vouchers`.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Query, Tagged, routes};
use kernel::{Page, PageQuery, VoucherId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Bulk, Filter, Import, Plan, Voucher};
use crate::{EventPath, EventScope};

/// The operations on vouchers.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_vouchers, create_voucher))
        .routes(routes!(make_vouchers))
        .routes(routes!(import_vouchers))
        .routes(routes!(export_vouchers))
        .routes(routes!(get_voucher, replace_voucher, delete_voucher))
}

#[derive(Debug, Deserialize)]
struct VoucherPath {
    voucher: VoucherId,
}

/// How many vouchers were made.
#[derive(Debug, Serialize, ToSchema)]
struct VouchersMade {
    /// How many.
    count: usize,
}

/// Vouchers of the event, newest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/vouchers", tag = "catalog",
    security(("session" = [])), params(EventPath, Filter, PageQuery),
    responses((status = 200, description = "A page of vouchers", body = Page<Voucher>)),
    extensions(("x-permission" = json!("catalogue.edit"))))]
async fn list_vouchers(
    scope: EventScope<perm::CatalogueEdit>,
    Query(filter): Query<Filter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Voucher>>, Problem> {
    Ok(Json(super::list(&scope.cx, scope.event.id, &filter, &page).await?))
}

/// Add a voucher
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/vouchers", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Plan,
    responses((status = 201, description = "The voucher", body = Voucher),
        (status = 409, description = "The code is taken", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["voucher.created"]))))]
async fn create_voucher(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Plan>,
) -> Result<(StatusCode, Json<Voucher>), Problem> {
    Ok((StatusCode::CREATED, Json(super::create(&scope.cx, &scope.event, body).await?)))
}

/// Make up many vouchers
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/vouchers/bulk", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Bulk,
    responses((status = 201, description = "How many were made", body = VouchersMade)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["voucher.imported"]))))]
async fn make_vouchers(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Bulk>,
) -> Result<(StatusCode, Json<VouchersMade>), Problem> {
    let count = super::make_many(&scope.cx, &scope.event, body).await?;
    Ok((StatusCode::CREATED, Json(VouchersMade { count })))
}

/// Take over codes from a list or from CSV, all of them or none
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/vouchers/import", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Import,
    responses((status = 201, description = "How many were made", body = VouchersMade),
        (status = 409, description = "A code is taken", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["voucher.imported"]))))]
async fn import_vouchers(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Import>,
) -> Result<(StatusCode, Json<VouchersMade>), Problem> {
    let count = super::import(&scope.cx, &scope.event, body).await?;
    Ok((StatusCode::CREATED, Json(VouchersMade { count })))
}

/// The vouchers that the same filters show, as CSV (RFC 4180), which can be imported again
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/vouchers.csv", tag = "catalog",
    security(("session" = [])), params(EventPath, Filter),
    responses((status = 200, description = "The vouchers", body = String, content_type = "text/csv")),
    extensions(("x-permission" = json!("catalogue.edit"))))]
async fn export_vouchers(
    scope: EventScope<perm::CatalogueEdit>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let sheet = super::export(&scope.cx, &scope.event, &filter).await?;
    let name = format!("attachment; filename=\"vouchers-{}.csv\"", scope.event.slug);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, sheet).into_response())
}

/// One voucher
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/vouchers/{voucher}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("voucher" = VoucherId, Path, description = "The voucher")),
    responses((status = 200, description = "The voucher", body = Voucher)),
    extensions(("x-permission" = json!("catalogue.edit"))))]
async fn get_voucher(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VoucherPath>,
) -> Result<Tagged<Json<Voucher>>, Problem> {
    let voucher = super::get(&scope.cx, scope.event.id, path.voucher).await?;
    Ok(Tagged(voucher.version, Json(voucher)))
}

/// Replace a voucher
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/vouchers/{voucher}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("voucher" = VoucherId, Path, description = "The voucher"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = Plan,
    responses((status = 200, description = "The voucher as it is now", body = Voucher),
        (status = 409, description = "The code is taken", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["voucher.updated"]))))]
async fn replace_voucher(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VoucherPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<Plan>,
) -> Result<Tagged<Json<Voucher>>, Problem> {
    let voucher = super::replace(&scope.cx, &scope.event, (path.voucher, version), body).await?;
    Ok(Tagged(voucher.version, Json(voucher)))
}

/// Remove a voucher that nobody has used
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/vouchers/{voucher}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("voucher" = VoucherId, Path, description = "The voucher")),
    responses((status = 204, description = "It is gone"),
        (status = 409, description = "It was used", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["voucher.deleted"]))))]
async fn delete_voucher(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<VoucherPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.voucher).await?;
    Ok(StatusCode::NO_CONTENT)
}
