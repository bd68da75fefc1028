//! `/api/v1/permissions` and `/api/v1/organisations/{org}/roles`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, Fresh, Json, OrgScope, Path, Problem, SignedIn, routes, rules};
use kernel::{Permission, PermissionSet, RoleId, perm, permission::PermissionGroup};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Plan, Role};

/// The operations on roles.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_permissions))
        .routes(routes!(list_roles, create_role))
        .routes(routes!(update_role, delete_role))
}

/// A permission in words.
#[derive(Debug, Serialize, ToSchema)]
struct PermissionView {
    /// Its stable name.
    name: Permission,
    /// What it is about.
    group: PermissionGroup,
    /// What it allows.
    sentence: &'static str,
}

/// Every permission there is.
#[derive(Debug, Serialize, ToSchema)]
struct PermissionList {
    /// The permissions, grouped.
    items: Vec<PermissionView>,
}

/// Every role that members can have.
#[derive(Debug, Serialize, ToSchema)]
struct RoleList {
    /// The built-in roles, then the organisation's own by name.
    items: Vec<Role>,
}

/// A new role.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleIn {
    /// What it is called.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Box office")]
    name: String,
    /// What it allows.
    #[garde(skip)]
    permissions: PermissionSet,
}

/// Changes of a role; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePatch {
    /// What it is called.
    #[garde(inner(custom(rules::filled_line(100))))]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// What it allows.
    #[garde(skip)]
    permissions: Option<PermissionSet>,
}

impl RolePatch {
    fn apply(self, plan: &mut Plan) {
        plan.name = self.name.map_or_else(|| plan.name.clone(), |name| name.trim().to_owned());
        plan.permissions = self.permissions.unwrap_or(plan.permissions);
    }
}

#[derive(Debug, Deserialize)]
struct RolePath {
    role: RoleId,
}

/// Every permission, with what it allows
#[utoipa::path(get, path = "/api/v1/permissions", tag = "team", security(("session" = [])),
    responses((status = 200, description = "The permissions, grouped", body = PermissionList)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn list_permissions(_: SignedIn) -> Json<PermissionList> {
    let view = |permission: &Permission| PermissionView {
        name: *permission,
        group: permission.group(),
        sentence: permission.sentence(),
    };
    Json(PermissionList { items: Permission::ALL.iter().map(view).collect() })
}

/// The roles that members can have
#[utoipa::path(get, path = "/api/v1/organisations/{org}/roles", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The built-in roles, then the organisation's own", body = RoleList)),
    extensions(("x-permission" = json!("members.view"))))]
async fn list_roles(scope: OrgScope<perm::MembersView>) -> Result<Json<RoleList>, Problem> {
    Ok(Json(RoleList { items: super::list(&scope.cx).await? }))
}

/// Make a role of one's own
#[utoipa::path(post, path = "/api/v1/organisations/{org}/roles", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = RoleIn,
    responses((status = 201, description = "The role", body = Role)),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["role.created"]))))]
async fn create_role(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Checked(body): Checked<RoleIn>,
) -> Result<(StatusCode, Json<Role>), Problem> {
    let plan = Plan { name: body.name.trim().to_owned(), permissions: body.permissions };
    let role = super::create(&scope.cx, &scope.grant, plan).await?;
    Ok((StatusCode::CREATED, Json(role)))
}

/// Change a role of one's own, for everybody who has it
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/roles/{role}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("role" = inline(RoleId), Path, description = "The role")),
    request_body = RolePatch, responses((status = 200, description = "The role as it is now", body = Role)),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["role.updated"]))))]
async fn update_role(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Path(path): Path<RolePath>,
    Checked(body): Checked<RolePatch>,
) -> Result<Json<Role>, Problem> {
    let role = super::update(&scope.cx, &scope.grant, path.role, |plan| body.apply(plan)).await?;
    Ok(Json(role))
}

/// Delete a role that nobody has
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/roles/{role}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("role" = inline(RoleId), Path, description = "The role")),
    responses((status = 204, description = "It is gone"),
        (status = 409, description = "Somebody has it", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["role.deleted"]))))]
async fn delete_role(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Path(path): Path<RolePath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.grant, path.role).await?;
    Ok(StatusCode::NO_CONTENT)
}
