//! `/api/v1/organisations/{org}/sso`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, OrgScope, Problem, Recent, patch, routes, rules};
use kernel::{PersonId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Connection, GroupRole, MOST_GROUPS, Plan, Secret};
use crate::role::RoleRef;

/// The operations on an organisation's connection to its identity provider.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_sso, set_sso, remove_sso)).routes(routes!(require_sso))
}

/// A group at the provider and what it is here.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SsoGroup {
    /// What the provider calls the group, exactly so.
    #[garde(custom(rules::filled_line(200)))]
    #[schema(min_length = 1, max_length = 200)]
    group: String,
    /// What its members are here; never `owner`.
    #[garde(skip)]
    role: RoleRef,
}

/// What an organisation says about its identity provider.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SsoConnectionIn {
    /// The provider's address, as in its discovery document: `https://login.example.org/realms/staff`.
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
    /// The claim that lists groups; a dot leads into an object, as in `realm_access.roles`.
    #[garde(inner(custom(rules::filled_line(200))))]
    #[schema(min_length = 1, max_length = 200)]
    group_claim: Option<String>,
    /// What groups are here; the first that fits counts.
    #[garde(length(max = MOST_GROUPS), dive)]
    #[schema(max_items = 200)]
    groups: Vec<SsoGroup>,
    /// What somebody is whose groups map to nothing; null: nobody, they stay outside.
    #[garde(skip)]
    default_role: Option<RoleRef>,
    /// Whether people of a proven domain join by signing in.
    #[garde(skip)]
    joins: bool,
}

/// An organisation's single sign-on.
#[derive(Serialize, ToSchema)]
pub struct Sso {
    /// The connection; null before there is one.
    connection: Option<SsoConnection>,
    /// To be registered at the provider: where it sends people back to.
    redirect_uri: String,
    /// To be registered at the provider: where it tells that somebody signed out.
    backchannel_logout_uri: String,
    /// To be registered at the provider: where people go who have signed out.
    post_logout_redirect_uri: String,
    /// Where members sign in.
    sign_in_url: String,
}

/// A connection to an identity provider.
#[derive(Serialize, ToSchema)]
pub struct SsoConnection {
    /// The provider's address.
    issuer: String,
    /// Who Tessera is there.
    client_id: String,
    /// Whether there is a secret; it is never shown.
    has_secret: bool,
    /// What is asked for besides `openid`.
    scopes: Vec<String>,
    /// The claim that lists groups.
    group_claim: Option<String>,
    /// What groups are here; the first that fits counts.
    groups: Vec<SsoGroup>,
    /// What somebody is whose groups map to nothing.
    default_role: Option<RoleRef>,
    /// Whether people of a proven domain join by signing in.
    joins: bool,
    /// Whether members get in through the provider only.
    required: bool,
    /// The owner who always gets in by their own means.
    break_glass: Option<PersonId>,
}

/// Whether members get in through the provider only.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SsoRequirement {
    /// True: only through it, but for the owner who says so.
    #[garde(skip)]
    required: bool,
}

impl SsoConnectionIn {
    fn split(self) -> (Plan, Secret) {
        let secret = Secret::told(self.client_secret);
        let group = |group: SsoGroup| GroupRole { group: group.group, role: group.role };
        let plan = Plan {
            issuer: self.issuer,
            client_id: self.client_id.trim().to_owned(),
            scopes: self.scopes,
            group_claim: self.group_claim,
            groups: self.groups.into_iter().map(group).collect(),
            default_role: self.default_role,
            joins: self.joins,
        };
        (plan, secret)
    }
}

impl From<Connection> for SsoConnection {
    fn from(connection: Connection) -> Self {
        let Connection { plan, sealed_secret, required, break_glass } = connection;
        let group = |group: GroupRole| SsoGroup { group: group.group, role: group.role };
        Self {
            issuer: plan.issuer,
            client_id: plan.client_id,
            has_secret: sealed_secret.is_some(),
            scopes: plan.scopes,
            group_claim: plan.group_claim,
            groups: plan.groups.into_iter().map(group).collect(),
            default_role: plan.default_role,
            joins: plan.joins,
            required,
            break_glass,
        }
    }
}

fn view<P>(app: &App, scope: &OrgScope<P>, connection: Option<Connection>) -> Json<Sso> {
    let org = scope.cx.org;
    Json(Sso {
        connection: connection.map(Into::into),
        redirect_uri: super::redirect_uri(app, org),
        backchannel_logout_uri: app.settings.url(&format!("/sso/{org}/backchannel-logout")),
        post_logout_redirect_uri: crate::sso::leaving::return_to(app),
        sign_in_url: app.settings.url(&format!("/sso/{}", scope.slug)),
    })
}

/// The organisation's single sign-on
#[utoipa::path(get, path = "/api/v1/organisations/{org}/sso", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The connection, and what to register at the provider", body = Sso)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn get_sso(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
) -> Result<Json<Sso>, Problem> {
    let connection = super::get(&scope.cx).await?;
    Ok(view(&app, &scope, connection))
}

/// Connect the organisation to its identity provider, or change how
#[utoipa::path(put, path = "/api/v1/organisations/{org}/sso", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = SsoConnectionIn,
    responses((status = 200, description = "The connection as it is now", body = Sso)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["sso.configured"]))))]
async fn set_sso(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    _recent: Recent,
    Checked(body): Checked<SsoConnectionIn>,
) -> Result<Json<Sso>, Problem> {
    let (plan, secret) = body.split();
    let connection = super::set(&app, &scope.cx, &scope.grant, plan, secret).await?;
    Ok(view(&app, &scope, Some(connection)))
}

/// End single sign-on; sessions that began through it end
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/sso", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 204, description = "Members get in by their own means only"),
        (status = 409, description = "There is no connection", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["sso.removed"]))))]
async fn remove_sso(scope: OrgScope<perm::SecurityManage>, _recent: Recent) -> Result<StatusCode, Problem> {
    super::remove(&scope.cx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let members in through the identity provider only, or by their own means, too
#[utoipa::path(put, path = "/api/v1/organisations/{org}/sso/requirement", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = SsoRequirement,
    responses((status = 200, description = "The connection as it is now", body = Sso)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["sso.requirement_changed"]))))]
async fn require_sso(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    recent: Recent,
    Checked(body): Checked<SsoRequirement>,
) -> Result<Json<Sso>, Problem> {
    let connection = super::set_required(&scope.cx, recent.person, body.required).await?;
    Ok(view(&app, &scope, Some(connection)))
}
