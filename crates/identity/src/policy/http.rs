//! `/api/v1/organisations/{org}/security`.

use httpkit::{ApiRouter, Json, OrgScope, Problem, Recent, routes};
use kernel::perm;

use super::SecurityPolicy;

/// The operations on what an organisation asks of its members.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_security_policy, set_security_policy))
}

/// What the organisation asks of its members
#[utoipa::path(get, path = "/api/v1/organisations/{org}/security", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The policy", body = SecurityPolicy)),
    extensions(("x-permission" = json!("member"))))]
async fn get_security_policy(scope: OrgScope<perm::Member>) -> Result<Json<SecurityPolicy>, Problem> {
    Ok(Json(super::get(&scope.cx).await?))
}

/// Change what the organisation asks of its members
#[utoipa::path(put, path = "/api/v1/organisations/{org}/security", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = SecurityPolicy,
    responses((status = 200, description = "The policy as it is now", body = SecurityPolicy)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["organisation.security_changed"]))))]
async fn set_security_policy(
    scope: OrgScope<perm::SecurityManage>,
    recent: Recent,
    Json(body): Json<SecurityPolicy>,
) -> Result<Json<SecurityPolicy>, Problem> {
    Ok(Json(super::set(&scope.cx, recent.person, body).await?))
}
