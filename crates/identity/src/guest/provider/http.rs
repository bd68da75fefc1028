//! `/api/v1/organisations/{org}/guest-provider`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, OrgScope, Problem, Recent, patch, routes, rules};
use kernel::perm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Plan, Provider};
use crate::sso::connection::Secret;

/// The operations on an organisation's identity provider for guests.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_guest_provider, set_guest_provider, remove_guest_provider))
}

/// What an organisation says about the identity provider of its guests.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuestProviderIn {
    /// What guests know it by: they read "Sign in with …".
    #[garde(custom(rules::filled_line(60)))]
    #[schema(min_length = 1, max_length = 60, example = "Harbour Club")]
    name: String,
    /// The provider's address, as in its discovery document.
    #[garde(custom(rules::web_address))]
    #[schema(max_length = 2000)]
    issuer: String,
    /// Who Tessera is there.
    #[garde(custom(rules::filled_line(300)))]
    #[schema(min_length = 1, max_length = 300)]
    client_id: String,
    /// What proves it. Absent: it stays as it is. Null: there is none.
    #[garde(inner(inner(length(min = 1, max = 2000))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000, format = Password)]
    client_secret: Option<Option<String>>,
    /// What is asked for besides `openid`.
    #[garde(length(max = 20), inner(custom(rules::filled_line(100))))]
    #[schema(max_items = 20)]
    scopes: Vec<String>,
}

/// How guests sign in through a provider of the organisation's.
#[derive(Serialize, ToSchema)]
pub struct GuestSignIn {
    /// The provider; null before there is one.
    provider: Option<GuestProvider>,
    /// To be registered at the provider: where it sends guests back to.
    redirect_uri: String,
    /// Where guests sign in.
    sign_in_url: String,
}

/// An identity provider for guests.
#[derive(Serialize, ToSchema)]
pub struct GuestProvider {
    /// What guests know it by.
    name: String,
    /// The provider's address.
    issuer: String,
    /// Who Tessera is there.
    client_id: String,
    /// Whether there is a secret; it is never shown.
    has_secret: bool,
    /// What is asked for besides `openid`.
    scopes: Vec<String>,
}

impl From<Provider> for GuestProvider {
    fn from(Provider { plan, sealed_secret }: Provider) -> Self {
        let Plan { name, issuer, client_id, scopes } = plan;
        Self { name, issuer, client_id, has_secret: sealed_secret.is_some(), scopes }
    }
}

fn view<P>(app: &App, scope: &OrgScope<P>, provider: Option<Provider>) -> Json<GuestSignIn> {
    Json(GuestSignIn {
        provider: provider.map(Into::into),
        redirect_uri: super::redirect_uri(app, scope.cx.org),
        sign_in_url: app.settings.url(&format!("/{}/my", scope.slug)),
    })
}

/// The organisation's identity provider for guests
#[utoipa::path(get, path = "/api/v1/organisations/{org}/guest-provider", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The provider, and what to register there", body = GuestSignIn)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn get_guest_provider(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
) -> Result<Json<GuestSignIn>, Problem> {
    let provider = super::get(&scope.cx).await?;
    Ok(view(&app, &scope, provider))
}

/// Let guests sign in through an identity provider, or change how
#[utoipa::path(put, path = "/api/v1/organisations/{org}/guest-provider", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = GuestProviderIn,
    responses((status = 200, description = "The provider as it is now", body = GuestSignIn)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["guest_provider.configured"]))))]
async fn set_guest_provider(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    _: Recent,
    Checked(body): Checked<GuestProviderIn>,
) -> Result<Json<GuestSignIn>, Problem> {
    let secret = Secret::told(body.client_secret);
    let plan = Plan {
        name: body.name.trim().to_owned(),
        issuer: body.issuer,
        client_id: body.client_id.trim().to_owned(),
        scopes: body.scopes,
    };
    let provider = super::set(&app, &scope.cx, plan, secret).await?;
    Ok(view(&app, &scope, Some(provider)))
}

/// End signing in through the provider; guests' sessions that began there end
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/guest-provider", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 204, description = "Guests sign in by mailed links and passkeys only"),
        (status = 409, description = "There is no provider", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["guest_provider.removed"]))))]
async fn remove_guest_provider(
    scope: OrgScope<perm::SecurityManage>,
    _: Recent,
) -> Result<StatusCode, Problem> {
    super::remove(&scope.cx).await?;
    Ok(StatusCode::NO_CONTENT)
}
