//! `/api/v1/organisations/{org}/api-keys` and `/api/v1/me/api-keys`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{
    ApiRouter, App, Checked, Json, OrgScope, Origin, Path, Problem, Recent, SignedIn, routes, rules,
};
use kernel::{ApiKeyId, EventGrants, EventId, Instant, PermissionSet, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiKey, Made, Plan};
use crate::member::http::{event_grants, event_list};

/// The operations on keys for programs.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_api_keys, create_api_key))
        .routes(routes!(revoke_api_key))
        .routes(routes!(list_own_api_keys, create_own_api_key))
        .routes(routes!(revoke_own_api_key))
}

/// A key for a program.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyView {
    /// The key's id, as the audit log has it.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// How it begins.
    #[schema(example = "tsk_4k7qx2ma")]
    pub prefix: String,
    /// What it may do at most.
    pub permissions: PermissionSet,
    /// The events it is narrowed to; null for all.
    pub events: Option<Vec<EventId>>,
    /// Who made it for the organisation.
    pub made_by: Option<String>,
    /// Whether who made it for the organisation belongs there no more. The key works on, but they may still know it:
    /// better make another and revoke this one.
    pub maker_left: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works; null until it is revoked.
    pub expires_at: Option<Instant>,
    /// When it was last used, to within a minute.
    pub last_used_at: Option<Instant>,
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            prefix: key.prefix,
            permissions: key.permissions,
            events: event_list(&key.events),
            made_by: key.made_by,
            maker_left: key.maker_left,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// Keys for programs.
#[derive(Debug, Serialize, ToSchema)]
struct ApiKeyList {
    /// The keys that were not revoked, latest first.
    items: Vec<ApiKeyView>,
}

/// A key that was just made.
#[derive(Serialize, ToSchema)]
struct NewApiKey {
    /// The key.
    key: ApiKeyView,
    /// The secret to send as `Authorization: Bearer …`. It is told this once.
    #[schema(example = "tsk_4k7qx2maq3…")]
    secret: String,
}

impl From<Made> for NewApiKey {
    fn from(Made { key, secret }: Made) -> Self {
        Self { key: key.into(), secret }
    }
}

/// A key to make for an organisation.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyIn {
    /// What it is for.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Till of the box office")]
    name: String,
    /// What it may do at most.
    #[garde(skip)]
    permissions: PermissionSet,
    /// The events it is narrowed to; null for all.
    #[garde(inner(length(max = 500)))]
    #[serde(default)]
    #[schema(max_items = 500)]
    events: Option<Vec<EventId>>,
    /// Until when it works; null until it is revoked.
    #[garde(skip)]
    #[serde(default)]
    expires_at: Option<Instant>,
}

/// A key to make for oneself.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnApiKeyIn {
    /// What it is for.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Sales report")]
    name: String,
    /// What it may do at most, in every organisation where its owner may do it.
    #[garde(skip)]
    permissions: PermissionSet,
    /// Until when it works; null until it is revoked.
    #[garde(skip)]
    #[serde(default)]
    expires_at: Option<Instant>,
}

#[derive(Debug, Deserialize)]
struct KeyPath {
    key: ApiKeyId,
}

/// The organisation's keys
#[utoipa::path(get, path = "/api/v1/organisations/{org}/api-keys", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The keys that were not revoked, latest first", body = ApiKeyList)),
    extensions(("x-permission" = json!("api_keys.manage"))))]
async fn list_api_keys(scope: OrgScope<perm::ApiKeysManage>) -> Result<Json<ApiKeyList>, Problem> {
    let keys = super::list(&scope.cx).await?;
    Ok(Json(ApiKeyList { items: keys.into_iter().map(Into::into).collect() }))
}

/// Make a key of the organisation
///
/// It asks for a fresh proof of who one is. The key may do what its maker may do, or less, and keeps it when they go.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/api-keys", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = ApiKeyIn,
    responses((status = 201, description = "The key and its secret", body = NewApiKey)),
    extensions(("x-permission" = json!("api_keys.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["api_key.created"]))))]
async fn create_api_key(
    scope: OrgScope<perm::ApiKeysManage>,
    _: Recent,
    Checked(body): Checked<ApiKeyIn>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    let plan = Plan {
        name: body.name.trim().to_owned(),
        permissions: body.permissions,
        events: event_grants(body.events),
        expires_at: body.expires_at,
    };
    let made = super::create(&scope.cx, &scope.grant, plan).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Revoke a key of the organisation
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/api-keys/{key}", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("key" = inline(ApiKeyId), Path, description = "The key")),
    responses((status = 204, description = "Nothing takes it any more")),
    extensions(("x-permission" = json!("api_keys.manage")), ("x-audit" = json!(["api_key.revoked"]))))]
async fn revoke_api_key(
    scope: OrgScope<perm::ApiKeysManage>,
    Path(path): Path<KeyPath>,
) -> Result<StatusCode, Problem> {
    super::revoke(&scope.cx, path.key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own keys
#[utoipa::path(get, path = "/api/v1/me/api-keys", tag = "keys", security(("session" = [])),
    responses((status = 200, description = "The keys that were not revoked, latest first", body = ApiKeyList)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn list_own_api_keys(State(app): State<App>, signed_in: SignedIn) -> Result<Json<ApiKeyList>, Problem> {
    let keys = super::list_own(&app.db, signed_in.person).await?;
    Ok(Json(ApiKeyList { items: keys.into_iter().map(Into::into).collect() }))
}

/// Make a key that acts for oneself
///
/// It asks for a fresh proof of who one is. The key works in every organisation of its owner, and may do what both it
/// and its owner may do at the time.
#[utoipa::path(post, path = "/api/v1/me/api-keys", tag = "keys", security(("session" = [])),
    request_body = OwnApiKeyIn, responses((status = 201, description = "The key and its secret", body = NewApiKey)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn create_own_api_key(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Checked(body): Checked<OwnApiKeyIn>,
) -> Result<(StatusCode, Json<NewApiKey>), Problem> {
    let plan = Plan {
        name: body.name.trim().to_owned(),
        permissions: body.permissions,
        events: EventGrants::All,
        expires_at: body.expires_at,
    };
    let made = super::create_own(&app, recent.person, plan, &origin).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Revoke one of one's own keys
#[utoipa::path(delete, path = "/api/v1/me/api-keys/{key}", tag = "keys", security(("session" = [])),
    params(("key" = inline(ApiKeyId), Path, description = "The key")),
    responses((status = 204, description = "Nothing takes it any more")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn revoke_own_api_key(
    State(app): State<App>,
    signed_in: SignedIn,
    origin: Origin,
    Path(path): Path<KeyPath>,
) -> Result<StatusCode, Problem> {
    super::revoke_own(&app, signed_in.person, path.key, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
