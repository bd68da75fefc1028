//! Third-party apps: an authorization server after OAuth 2.1 (draft-ietf-oauth-v2-1), with nothing but authorization
//! codes with PKCE and refresh tokens. Scopes are permissions. An app belongs to the organisation that registered it, and
//! asks that organisation's people only.
//!
//! - [`app`]: registering apps; [`consent`]: asking somebody, and what they allowed; [`token`]: codes and tokens

pub mod app;
pub mod consent;
pub mod token;

use axum::{
    Json,
    extract::State,
    http::header,
    response::IntoResponse,
    routing::{get, post},
};
use httpkit::{ApiRouter, App, erased};
use kernel::PermissionSet;
use serde_json::json;

use crate::token_key;

/// Registering apps, one's own consents, and the endpoints of the standards.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(app::http::router())
        .merge(consent::http::router())
        .route("/oauth/token", post(erased(token::http::token)))
        .route("/oauth/revoke", post(erased(token::http::revoke)))
        .route("/.well-known/jwks.json", get(erased(token_key::http::jwks)))
        .route("/.well-known/oauth-authorization-server", get(erased(metadata)))
}

/// Permissions as a scope (RFC 6749 §3.3): their names, space-separated.
pub(crate) fn scope(permissions: PermissionSet) -> String {
    permissions.names().join(" ")
}

/// What a scope asks for; `None` if it names something that is no permission.
pub(crate) fn permissions(scope: &str) -> Option<PermissionSet> {
    scope.split(' ').filter(|name| !name.is_empty()).map(|name| name.parse().ok()).collect()
}

/// What clients need to know of this server (RFC 8414).
async fn metadata(State(app): State<App>) -> impl IntoResponse {
    let at = |path: &str| app.settings.url(path);
    let document = json!({
        "issuer": app.settings.public_url,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "scopes_supported": PermissionSet::ALL,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "service_documentation": at("/docs"),
    });
    let headers =
        [(header::CACHE_CONTROL, "public, max-age=300"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Json(document))
}
