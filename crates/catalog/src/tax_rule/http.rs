//! `/api/v1/organisations/{org}/events/{event}/tax-rules`.

use axum::http::StatusCode;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Tagged, routes};
use kernel::{TaxRuleId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Plan, TaxRule};
use crate::{EventPath, EventScope};

/// The operations on tax rules.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_tax_rules, create_tax_rule))
        .routes(routes!(replace_tax_rule, delete_tax_rule))
}

/// All tax rules of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaxRuleList {
    /// The tax rules by age.
    pub items: Vec<TaxRule>,
}

#[derive(Debug, Deserialize)]
struct TaxRulePath {
    tax_rule: TaxRuleId,
}

/// The event's tax rules
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/tax-rules", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The tax rules by age", body = TaxRuleList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_tax_rules(scope: EventScope<perm::Member>) -> Result<Json<TaxRuleList>, Problem> {
    Ok(Json(TaxRuleList { items: super::list(&scope.cx, scope.event.id).await? }))
}

/// Add a tax rule
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/tax-rules", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Plan,
    responses((status = 201, description = "The tax rule", body = TaxRule)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["tax_rule.created"]))))]
async fn create_tax_rule(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Plan>,
) -> Result<(StatusCode, Json<TaxRule>), Problem> {
    Ok((StatusCode::CREATED, Json(super::create(&scope.cx, &scope.event, body).await?)))
}

/// Replace a tax rule
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/tax-rules/{tax_rule}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("tax_rule" = TaxRuleId, Path, description = "The tax rule"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = Plan,
    responses((status = 200, description = "The tax rule as it is now", body = TaxRule),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["tax_rule.updated"]))))]
async fn replace_tax_rule(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<TaxRulePath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<Plan>,
) -> Result<Tagged<Json<TaxRule>>, Problem> {
    let rule = super::replace(&scope.cx, &scope.event, (path.tax_rule, version), body).await?;
    Ok(Tagged(rule.version, Json(rule)))
}

/// Remove a tax rule by which nothing is taxed
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/tax-rules/{tax_rule}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("tax_rule" = TaxRuleId, Path, description = "The tax rule")),
    responses((status = 204, description = "It is gone"),
        (status = 409, description = "Something is taxed by it", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["tax_rule.deleted"]))))]
async fn delete_tax_rule(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<TaxRulePath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.tax_rule).await?;
    Ok(StatusCode::NO_CONTENT)
}
