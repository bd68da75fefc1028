//! `/api/v1/organisations/{org}/invitations`, and `/api/v1/invitations/{token}` for whoever got one.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Fresh, Json, OrgScope, Path, Problem, SignedIn, correlation, routes};
use kernel::{CorrelationId, Email, EventId, Instant, InvitationId, OrgId, perm};
use serde::{Deserialize, Serialize};
use store::{Actor, Cx};
use utoipa::ToSchema;

use super::{Invitation, Offer};
use crate::{
    member::http::{event_grants, event_list},
    role::{Assignment, RoleRef},
};

/// The operations on invitations.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_invitations, create_invitation))
        .routes(routes!(revoke_invitation))
        .routes(routes!(resend_invitation))
        .routes(routes!(get_invitation))
        .routes(routes!(accept_invitation))
}

/// An open invitation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    /// The invitation.
    pub id: InvitationId,
    /// Whom it is for.
    #[schema(format = Email)]
    pub email: Email,
    /// What they are to be.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// The events it holds at; null for the whole organisation.
    pub events: Option<Vec<EventId>>,
    /// Who asks.
    pub invited_by: Option<String>,
    /// When they were asked first.
    pub created_at: Instant,
    /// Until when they can accept.
    pub expires_at: Instant,
    /// Whether that is over.
    pub expired: bool,
}

impl InvitationView {
    fn new(invitation: Invitation, now: Instant) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email,
            role: invitation.held.assignment.role,
            role_name: invitation.held.name,
            events: event_list(&invitation.held.assignment.events),
            invited_by: invitation.invited_by,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            expired: invitation.expires_at <= now,
        }
    }
}

/// Everybody who is invited.
#[derive(Debug, Serialize, ToSchema)]
struct InvitationList {
    /// The invitations, latest first.
    items: Vec<InvitationView>,
}

/// Somebody to invite.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationIn {
    /// Where the invitation goes.
    #[garde(skip)]
    email: Email,
    /// What they are to be.
    #[garde(skip)]
    role: RoleRef,
    /// The events it holds at; null for the whole organisation.
    #[garde(inner(length(max = 500)))]
    #[serde(default)]
    #[schema(max_items = 500)]
    events: Option<Vec<EventId>>,
}

/// What whoever holds the link is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitationOffer)]
pub struct OfferView {
    /// The name of the organisation.
    pub organisation: String,
    /// Its part of the address.
    pub slug: String,
    /// Whom the invitation is for: they have to sign in, or sign up, with this address.
    pub email: Email,
    /// Whether the address has an account already.
    pub has_account: bool,
    /// What they are to be.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// Whether it holds for the whole organisation, or at chosen events.
    pub all_events: bool,
    /// Who asks.
    pub invited_by: Option<String>,
    /// Until when they can accept.
    pub expires_at: Instant,
    /// Whether that is over.
    pub expired: bool,
}

impl OfferView {
    fn new(offer: Offer, now: Instant) -> Self {
        let Offer { organisation, slug, invitation, has_account } = offer;
        let invitation = InvitationView::new(invitation, now);
        Self {
            organisation,
            slug,
            email: invitation.email,
            has_account,
            role: invitation.role,
            role_name: invitation.role_name,
            all_events: invitation.events.is_none(),
            invited_by: invitation.invited_by,
            expires_at: invitation.expires_at,
            expired: invitation.expired,
        }
    }
}

#[derive(Debug, Deserialize)]
struct InvitationPath {
    invitation: InvitationId,
}

#[derive(Deserialize)]
struct TokenPath {
    token: String,
}

/// Who is invited
#[utoipa::path(get, path = "/api/v1/organisations/{org}/invitations", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The open invitations, latest first", body = InvitationList)),
    extensions(("x-permission" = json!("members.view"))))]
async fn list_invitations(scope: OrgScope<perm::MembersView>) -> Result<Json<InvitationList>, Problem> {
    let invitations = super::list(&scope.cx).await?;
    let view = |invitation| InvitationView::new(invitation, scope.cx.now);
    Ok(Json(InvitationList { items: invitations.into_iter().map(view).collect() }))
}

/// Invite somebody by mail
#[utoipa::path(post, path = "/api/v1/organisations/{org}/invitations", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = InvitationIn,
    responses((status = 201, description = "The invitation; its mail is on the way", body = InvitationView),
        (status = 409, description = "They are invited, or in the team, already", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["invitation.created"]))))]
async fn create_invitation(
    scope: OrgScope<perm::MembersManage>,
    _: Fresh,
    Checked(body): Checked<InvitationIn>,
) -> Result<(StatusCode, Json<InvitationView>), Problem> {
    let assignment = Assignment { role: body.role, events: event_grants(body.events) };
    let invitation = super::create(&scope.cx, &scope.grant, body.email, assignment).await?;
    Ok((StatusCode::CREATED, Json(InvitationView::new(invitation, scope.cx.now))))
}

/// Mail an invitation again; only the new link works, for another week
#[utoipa::path(post, path = "/api/v1/organisations/{org}/invitations/{invitation}/resend", tag = "team",
    security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("invitation" = InvitationId, Path, description = "The invitation")),
    responses((status = 200, description = "The invitation as it is now", body = InvitationView)),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["invitation.resent"]))))]
async fn resend_invitation(
    scope: OrgScope<perm::MembersManage>,
    _: Fresh,
    Path(path): Path<InvitationPath>,
) -> Result<Json<InvitationView>, Problem> {
    let invitation = super::resend(&scope.cx, &scope.grant, path.invitation).await?;
    Ok(Json(InvitationView::new(invitation, scope.cx.now)))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/invitations/{invitation}", tag = "team",
    security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("invitation" = InvitationId, Path, description = "The invitation")),
    responses((status = 204, description = "Its link works no longer")),
    extensions(("x-permission" = json!("members.manage")), ("x-audit" = json!(["invitation.revoked"]))))]
async fn revoke_invitation(
    scope: OrgScope<perm::MembersManage>,
    Path(path): Path<InvitationPath>,
) -> Result<StatusCode, Problem> {
    super::revoke(&scope.cx, &scope.grant, path.invitation).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an invitation is about, for whoever holds its link
#[utoipa::path(get, path = "/api/v1/invitations/{token}", tag = "team",
    params(("token" = String, Path, description = "What the mail's link ends with")),
    responses((status = 200, description = "The invitation", body = OfferView)))]
async fn get_invitation(
    State(app): State<App>,
    Path(path): Path<TokenPath>,
) -> Result<Json<OfferView>, Problem> {
    let (org, token) = super::opened_by(&app.db, &path.token).await?;
    let offer = super::offer(&context(&app, org, Actor::Guest), &token).await?;
    Ok(Json(OfferView::new(offer, app.now())))
}

/// Accept an invitation, signed in with the address it was sent to
#[utoipa::path(post, path = "/api/v1/invitations/{token}/accept", tag = "team", security(("session" = [])),
    params(("token" = String, Path, description = "What the mail's link ends with")),
    responses((status = 200, description = "The caller belongs to the organisation", body = OfferView),
        (status = 403, description = "It was sent to another address", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "It has expired", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("signed_in")), ("x-audit" = json!(["member.joined"]))))]
async fn accept_invitation(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(path): Path<TokenPath>,
) -> Result<Json<OfferView>, Problem> {
    let (org, token) = super::opened_by(&app.db, &path.token).await?;
    let cx = context(&app, org, Actor::Person(signed_in.person));
    let offer = super::accept(&cx, &token, signed_in.person).await?;
    Ok(Json(OfferView::new(offer, cx.now)))
}

/// What use cases take first, for somebody who does not belong to the organisation yet.
pub(crate) fn context(app: &App, org: OrgId, actor: Actor) -> Cx {
    let correlation = correlation::current().unwrap_or_else(|| CorrelationId::new(app.now(), &app.chance));
    app.cx(org, actor, correlation)
}
