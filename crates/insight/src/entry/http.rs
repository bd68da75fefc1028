//! `/api/v1/organisations/{org}/audit`.

use axum::response::Response;
use httpkit::{ApiRouter, Fresh, Json, OrgScope, Problem, Query, routes, sheet};
use kernel::{Page, perm};

use super::{AuditEntry, AuditFilter, Format};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_audit)).routes(routes!(audit_csv)).routes(routes!(audit_json_lines))
}

/// Who did what, newest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/audit", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), AuditFilter),
    responses((status = 200, description = "A page of entries", body = Page<AuditEntry>)),
    extensions(("x-permission" = json!("audit.view"))))]
async fn list_audit(
    scope: OrgScope<perm::AuditView>,
    Query(filter): Query<AuditFilter>,
) -> Result<Json<Page<AuditEntry>>, Problem> {
    Ok(Json(super::list(&scope.cx, &filter).await?))
}

/// The entries that the same filters show, as CSV (RFC 4180), streamed
#[utoipa::path(get, path = "/api/v1/organisations/{org}/audit.csv", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), AuditFilter),
    responses((status = 200, description = "The entries", body = String, content_type = "text/csv")),
    extensions(("x-permission" = json!("audit.view")), ("x-audit" = json!(["audit.exported"]))))]
async fn audit_csv(
    scope: OrgScope<perm::AuditView>,
    _: Fresh,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, Problem> {
    export(scope, filter, Format::Csv).await
}

/// The entries that the same filters show, as a JSON object per line, streamed
#[utoipa::path(get, path = "/api/v1/organisations/{org}/audit.jsonl", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), AuditFilter),
    responses((status = 200, description = "The entries", body = String, content_type = "application/jsonl")),
    extensions(("x-permission" = json!("audit.view")), ("x-audit" = json!(["audit.exported"]))))]
async fn audit_json_lines(
    scope: OrgScope<perm::AuditView>,
    _: Fresh,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, Problem> {
    export(scope, filter, Format::JsonLines).await
}

async fn export(
    scope: OrgScope<perm::AuditView>,
    filter: AuditFilter,
    format: Format,
) -> Result<Response, Problem> {
    let name = format!("audit-{}.{}", scope.slug, format.extension());
    let blocks = super::export(scope.cx, filter, format).await?;
    Ok(sheet::file(&name, format.content_type(), blocks))
}
