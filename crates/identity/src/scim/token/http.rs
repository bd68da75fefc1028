//! `/api/v1/organisations/{org}/scim`.

use axum::{extract::State, http::StatusCode};
use httpkit::{ApiRouter, App, Json, OrgScope, Problem, Recent, routes};
use kernel::{Instant, OrgId, perm};
use serde::Serialize;
use utoipa::ToSchema;

/// The operations on an organisation's provisioning.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_scim, make_scim_token, revoke_scim_token))
}

/// An organisation's provisioning by SCIM 2.0.
#[derive(Debug, Serialize, ToSchema)]
pub struct Scim {
    /// To be entered at the identity provider.
    endpoint: String,
    /// When the token was made; null: there is none.
    token_made_at: Option<Instant>,
    /// When the provider last used it, to within a minute.
    last_used_at: Option<Instant>,
}

/// A new token.
#[derive(Serialize, ToSchema)]
pub struct ScimToken {
    /// To be entered at the identity provider; it is shown this once.
    token: String,
    /// To be entered there, too.
    endpoint: String,
}

fn endpoint(app: &App, org: OrgId) -> String {
    app.settings.url(&super::super::http::base(org))
}

/// The organisation's provisioning
#[utoipa::path(get, path = "/api/v1/organisations/{org}/scim", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "Where it is, and whether it is used", body = Scim)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn get_scim(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
) -> Result<Json<Scim>, Problem> {
    let kept = super::get(&scope.cx).await?;
    Ok(Json(Scim {
        endpoint: endpoint(&app, scope.cx.org),
        token_made_at: kept.as_ref().map(|kept| kept.created_at),
        last_used_at: kept.and_then(|kept| kept.last_used_at),
    }))
}

/// Make the token for the identity provider; the one before is worth nothing
#[utoipa::path(post, path = "/api/v1/organisations/{org}/scim", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 201, description = "The token, shown this once", body = ScimToken)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["scim.token_made"]))))]
async fn make_scim_token(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    _recent: Recent,
) -> Result<(StatusCode, Json<ScimToken>), Problem> {
    let token = super::make(&scope.cx).await?;
    Ok((StatusCode::CREATED, Json(ScimToken { token, endpoint: endpoint(&app, scope.cx.org) })))
}

/// End provisioning; who was provisioned stays
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/scim", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 204, description = "The token is worth nothing")),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["scim.token_revoked"]))))]
async fn revoke_scim_token(
    scope: OrgScope<perm::SecurityManage>,
    _recent: Recent,
) -> Result<StatusCode, Problem> {
    super::revoke(&scope.cx).await?;
    Ok(StatusCode::NO_CONTENT)
}
