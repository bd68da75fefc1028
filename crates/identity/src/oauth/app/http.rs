//! `/api/v1/organisations/{org}/apps`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, Json, OrgScope, Path, Problem, Recent, routes, rules};
use kernel::{AppId, Instant, PermissionSet, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OauthApp, Plan};

/// The operations on third-party apps.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_apps, register_app))
        .routes(routes!(remove_app))
        .routes(routes!(renew_app_secret))
}

/// A third-party app that may ask the organisation's people to let it act for them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = App)]
pub struct AppView {
    /// The app. It is its `client_id`.
    id: AppId,
    /// What it is called.
    name: String,
    /// Where answers may be sent.
    redirect_uris: Vec<String>,
    /// What it may ask for at most.
    permissions: PermissionSet,
    /// Whether it has a secret.
    confidential: bool,
    /// Who registered it.
    made_by: Option<String>,
    /// Whether they belong to the organisation no more. If the app has a secret, they may still know it: give it
    /// another.
    maker_left: bool,
    /// When.
    created_at: Instant,
    /// How many people let it act for them.
    people: i64,
}

impl From<OauthApp> for AppView {
    fn from(app: OauthApp) -> Self {
        Self {
            id: app.id,
            name: app.name,
            redirect_uris: app.redirect_uris,
            permissions: app.permissions,
            confidential: app.confidential,
            made_by: app.made_by,
            maker_left: app.maker_left,
            created_at: app.created_at,
            people: app.people,
        }
    }
}

/// Third-party apps.
#[derive(Debug, Serialize, ToSchema)]
struct AppList {
    /// The apps, latest first.
    items: Vec<AppView>,
}

/// An app that was just registered, or got another secret.
#[derive(Serialize, ToSchema)]
struct NewApp {
    /// The app.
    app: AppView,
    /// Its `client_secret`, told this once; null for an app that can't keep one.
    secret: Option<String>,
}

/// An app to register.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppIn {
    /// What it is called: people see it when they are asked.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Seating planner")]
    name: String,
    /// Where answers may be sent: https, http on the device itself, or a scheme of the app's own such as
    /// `com.example.app:/callback`. They are compared to the letter.
    #[garde(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20, example = json!(["https://planner.example/callback"]))]
    redirect_uris: Vec<String>,
    /// What it may ask for at most.
    #[garde(skip)]
    permissions: PermissionSet,
    /// Whether it can keep a secret: programs on a server can, those in a browser or on a phone can't.
    #[garde(skip)]
    confidential: bool,
}

#[derive(Debug, Deserialize)]
struct AppPath {
    app: AppId,
}

/// The third-party apps of the organisation
#[utoipa::path(get, path = "/api/v1/organisations/{org}/apps", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The apps, latest first", body = AppList)),
    extensions(("x-permission" = json!("api_keys.manage"))))]
async fn list_apps(scope: OrgScope<perm::ApiKeysManage>) -> Result<Json<AppList>, Problem> {
    let apps = super::list(&scope.cx).await?;
    Ok(Json(AppList { items: apps.into_iter().map(Into::into).collect() }))
}

/// Register a third-party app
///
/// It asks for a fresh proof of who one is. The app may ask people of the organisation for what its maker may do, or less.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/apps", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = AppIn,
    responses((status = 201, description = "The app and its secret", body = NewApp)),
    extensions(("x-permission" = json!("api_keys.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["app.registered"]))))]
async fn register_app(
    scope: OrgScope<perm::ApiKeysManage>,
    _: Recent,
    Checked(body): Checked<AppIn>,
) -> Result<(StatusCode, Json<NewApp>), Problem> {
    let plan = Plan {
        name: body.name.trim().to_owned(),
        redirect_uris: body.redirect_uris,
        permissions: body.permissions,
        confidential: body.confidential,
    };
    let (app, secret) = super::create(&scope.cx, &scope.grant, plan).await?;
    Ok((StatusCode::CREATED, Json(NewApp { app: app.into(), secret })))
}

/// Give a third-party app another secret
///
/// The one before is refused at once, and the caller becomes who answers for the app (`made_by`). What people allowed it goes
/// on. It asks for a fresh proof of who one is. An app without a secret is 404.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/apps/{app}/secret", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("app" = inline(AppId), Path, description = "The app")),
    responses((status = 200, description = "The app and its new secret", body = NewApp)),
    extensions(("x-permission" = json!("api_keys.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["app.secret_renewed"]))))]
async fn renew_app_secret(
    scope: OrgScope<perm::ApiKeysManage>,
    _: Recent,
    Path(path): Path<AppPath>,
) -> Result<Json<NewApp>, Problem> {
    let (app, secret) = super::renew_secret(&scope.cx, &scope.grant, path.app).await?;
    Ok(Json(NewApp { app: app.into(), secret: Some(secret) }))
}

/// Remove a third-party app, and everything that people allowed it
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/apps/{app}", tag = "keys", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("app" = inline(AppId), Path, description = "The app")),
    responses((status = 204, description = "Its tokens are refused from now on")),
    extensions(("x-permission" = json!("api_keys.manage")), ("x-audit" = json!(["app.removed"]))))]
async fn remove_app(
    scope: OrgScope<perm::ApiKeysManage>,
    Path(path): Path<AppPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, path.app).await?;
    Ok(StatusCode::NO_CONTENT)
}
