//! `/api/v1/organisations/{org}/members`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, Fresh, Json, OrgScope, Path, Problem, SignedIn, patch, routes};
use kernel::{EventGrants, EventId, Instant, PersonId, TeamId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Member;
use crate::role::{Assignment, RoleRef};

/// The operations on members.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_members))
        .routes(routes!(leave))
        .routes(routes!(change_member, remove_member))
        .routes(routes!(end_member_sessions))
}

/// Somebody who belongs to the organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberView {
    /// The person.
    pub person: PersonId,
    /// How to call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Their own role.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// The events it holds at; null for the whole organisation.
    pub events: Option<Vec<EventId>>,
    /// Teams that grant them more.
    pub teams: Vec<TeamId>,
    /// Whether they sign in with a second factor.
    pub second_factor: bool,
    /// When they joined.
    pub joined_at: Instant,
    /// When they last used a session that still lives.
    pub last_seen_at: Option<Instant>,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            person: member.person,
            name: member.name,
            email: member.email,
            role: member.held.assignment.role,
            role_name: member.held.name,
            events: event_list(&member.held.assignment.events),
            teams: member.teams,
            second_factor: member.second_factor,
            joined_at: member.joined_at,
            last_seen_at: member.last_seen_at,
        }
    }
}

/// Where a role holds, on the wire: null for the whole organisation.
pub(crate) fn event_list(events: &EventGrants) -> Option<Vec<EventId>> {
    match events {
        EventGrants::All => None,
        EventGrants::Only(chosen) => Some(chosen.iter().copied().collect()),
    }
}

/// The opposite of [`event_list`].
pub(crate) fn event_grants(events: Option<Vec<EventId>>) -> EventGrants {
    events.map_or(EventGrants::All, |chosen| EventGrants::Only(chosen.into_iter().collect()))
}

/// Everybody who belongs to the organisation.
#[derive(Debug, Serialize, ToSchema)]
struct MemberList {
    /// The members by name.
    items: Vec<MemberView>,
}

/// Another role for a member; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// The role.
    #[garde(skip)]
    role: Option<RoleRef>,
    /// The events it holds at; null for the whole organisation.
    #[garde(inner(inner(length(max = 500))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Vec<EventId>>, max_items = 500)]
    events: Option<Option<Vec<EventId>>>,
}

impl MemberPatch {
    fn apply(self, assignment: &mut Assignment) {
        assignment.role = self.role.unwrap_or(assignment.role);
        if let Some(events) = self.events {
            assignment.events = event_grants(events);
        }
    }
}

#[derive(Debug, Deserialize)]
struct MemberPath {
    person: PersonId,
}

/// Who belongs to the organisation
#[utoipa::path(get, path = "/api/v1/organisations/{org}/members", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The members by name", body = MemberList)),
    extensions(("x-permission" = json!("members.view"))))]
async fn list_members(scope: OrgScope<perm::MembersView>) -> Result<Json<MemberList>, Problem> {
    let members = super::list(&scope.cx).await?;
    Ok(Json(MemberList { items: members.into_iter().map(Into::into).collect() }))
}

/// Give a member another role
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/members/{person}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("person" = PersonId, Path, description = "The member")),
    request_body = MemberPatch, responses((status = 200, description = "The member as they are now", body = MemberView)),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["member.changed"]))))]
async fn change_member(
    scope: OrgScope<perm::MembersManage>,
    _: Fresh,
    Path(path): Path<MemberPath>,
    Checked(body): Checked<MemberPatch>,
) -> Result<Json<MemberView>, Problem> {
    let member = super::change(&scope.cx, &scope.grant, path.person, |held| body.apply(held)).await?;
    Ok(Json(member.into()))
}

/// Remove a member
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/members/{person}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("person" = PersonId, Path, description = "The member")),
    responses((status = 204, description = "They belong to it no longer")),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["member.removed"]))))]
async fn remove_member(
    scope: OrgScope<perm::MembersManage>,
    _: Fresh,
    Path(path): Path<MemberPath>,
) -> Result<StatusCode, Problem> {
    super::remove(&scope.cx, &scope.grant, path.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign a member out of the organisation
///
/// Sessions, and keys of their own, that they proved before count here no more; sessions through the organisation's identity
/// provider end, and so does what they allowed apps here. They hear of it by mail, and come back by proving who they are.
/// Nothing changes in their other organisations.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/members/{person}/sessions", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("person" = PersonId, Path, description = "The member")),
    responses((status = 204, description = "They are asked to prove who they are")),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["member.signed_out"]))))]
async fn end_member_sessions(
    scope: OrgScope<perm::MembersManage>,
    _: Fresh,
    Path(path): Path<MemberPath>,
) -> Result<StatusCode, Problem> {
    super::sign_out(&scope.cx, &scope.grant, path.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leave the organisation
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/members/me", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 204, description = "The caller belongs to it no longer"),
        (status = 409, description = "Nobody else owns it", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("member")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["member.left"]))))]
async fn leave(scope: OrgScope<perm::Member>, signed_in: SignedIn) -> Result<StatusCode, Problem> {
    super::leave(&scope.cx, signed_in.person).await?;
    Ok(StatusCode::NO_CONTENT)
}
