//! `/api/v1/organisations/{org}/teams`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, Fresh, Json, OrgScope, Path, Problem, patch, routes, rules};
use kernel::{EventId, Instant, PersonId, TeamId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Plan, Team};
use crate::{
    member::http::{event_grants, event_list},
    role::{Assignment, RoleRef},
};

/// The operations on teams.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_teams, create_team)).routes(routes!(update_team, delete_team))
}

/// Members who share a role, besides their own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
pub struct TeamView {
    /// The team.
    id: TeamId,
    /// What it is called.
    name: String,
    /// The role it grants.
    role: RoleRef,
    /// What the role is called.
    role_name: String,
    /// The events it holds at; null for the whole organisation.
    events: Option<Vec<EventId>>,
    /// Who is in it.
    members: Vec<PersonId>,
    /// When it was made.
    created_at: Instant,
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        Self {
            id: team.id,
            name: team.name,
            role: team.held.assignment.role,
            role_name: team.held.name,
            events: event_list(&team.held.assignment.events),
            members: team.members.into_iter().collect(),
            created_at: team.created_at,
        }
    }
}

/// The organisation's teams.
#[derive(Debug, Serialize, ToSchema)]
struct TeamList {
    /// The teams by name.
    items: Vec<TeamView>,
}

/// A new team.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamIn {
    /// What it is called.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Box office")]
    name: String,
    /// The role it grants; anything but `owner`.
    #[garde(skip)]
    role: RoleRef,
    /// The events it holds at; null or absent for the whole organisation.
    #[garde(inner(length(max = 500)))]
    #[serde(default)]
    #[schema(max_items = 500)]
    events: Option<Vec<EventId>>,
    /// Who is in it; they have to be members.
    #[garde(length(max = 500))]
    #[serde(default)]
    #[schema(max_items = 500)]
    members: Vec<PersonId>,
}

/// Changes of a team; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamPatch {
    /// What it is called.
    #[garde(inner(custom(rules::filled_line(100))))]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// The role it grants; anything but `owner`.
    #[garde(skip)]
    role: Option<RoleRef>,
    /// The events it holds at; null for the whole organisation.
    #[garde(inner(inner(length(max = 500))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Vec<EventId>>, max_items = 500)]
    events: Option<Option<Vec<EventId>>>,
    /// Who is in it; they have to be members.
    #[garde(inner(length(max = 500)))]
    #[schema(max_items = 500)]
    members: Option<Vec<PersonId>>,
}

impl TeamPatch {
    fn apply(self, plan: &mut Plan) {
        plan.name = self.name.map_or_else(|| plan.name.clone(), |name| name.trim().to_owned());
        plan.assignment.role = self.role.unwrap_or(plan.assignment.role);
        if let Some(events) = self.events {
            plan.assignment.events = event_grants(events);
        }
        if let Some(members) = self.members {
            plan.members = members.into_iter().collect();
        }
    }
}

#[derive(Debug, Deserialize)]
struct TeamPath {
    team: TeamId,
}

/// The organisation's teams
#[utoipa::path(get, path = "/api/v1/organisations/{org}/teams", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The teams by name", body = TeamList)),
    extensions(("x-permission" = json!("members.view"))))]
async fn list_teams(scope: OrgScope<perm::MembersView>) -> Result<Json<TeamList>, Problem> {
    let teams = super::list(&scope.cx).await?;
    Ok(Json(TeamList { items: teams.into_iter().map(Into::into).collect() }))
}

/// Make a team
#[utoipa::path(post, path = "/api/v1/organisations/{org}/teams", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = TeamIn,
    responses((status = 201, description = "The team", body = TeamView)),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["team.created"]))))]
async fn create_team(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Checked(body): Checked<TeamIn>,
) -> Result<(StatusCode, Json<TeamView>), Problem> {
    let plan = Plan {
        name: body.name.trim().to_owned(),
        assignment: Assignment { role: body.role, events: event_grants(body.events) },
        members: body.members.into_iter().collect(),
    };
    let team = super::create(&scope.cx, &scope.grant, plan).await?;
    Ok((StatusCode::CREATED, Json(team.into())))
}

/// Change a team, for everybody in it
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/teams/{team}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("team" = TeamId, Path, description = "The team")),
    request_body = TeamPatch, responses((status = 200, description = "The team as it is now", body = TeamView)),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["team.updated"]))))]
async fn update_team(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Path(path): Path<TeamPath>,
    Checked(body): Checked<TeamPatch>,
) -> Result<Json<TeamView>, Problem> {
    let team = super::update(&scope.cx, &scope.grant, path.team, |plan| body.apply(plan)).await?;
    Ok(Json(team.into()))
}

/// Dissolve a team; its members stay members
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/teams/{team}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("team" = TeamId, Path, description = "The team")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-permission" = json!("roles.manage")), ("x-audit" = json!(["team.deleted"]))))]
async fn delete_team(
    scope: OrgScope<perm::RolesManage>,
    _: Fresh,
    Path(path): Path<TeamPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.grant, path.team).await?;
    Ok(StatusCode::NO_CONTENT)
}
