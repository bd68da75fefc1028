//! `/api/v1/organisations/{org}/events`.

use ::store::Cx;
use axum::{extract::State, http::StatusCode};
use httpkit::{
    ApiRouter, App, Checked, HowFresh, IfMatch, Json, OrgScope, Problem, Query, Tagged, auth, routes,
};
use kernel::{Page, PageQuery, perm};

pub use super::dto::{EventIn, EventPatch, EventQuery, EventView};
use super::{Event, Summary, checklist::Checklist};
use crate::{EventPath, EventScope};

/// The operations on events; the cover's are in `media`.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_events, create_event))
        .routes(routes!(get_event, update_event))
        .routes(routes!(get_checklist))
        .routes(routes!(publish_event))
        .routes(routes!(unpublish_event))
}

/// The organisation's events, or its templates, latest start first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events", tag = "catalog", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), EventQuery),
    responses((status = 200, description = "A page of events", body = Page<Summary>)),
    extensions(("x-permission" = json!("member"))))]
async fn list_events(
    scope: OrgScope<perm::Member>,
    Query(query): Query<EventQuery>,
) -> Result<Json<Page<Summary>>, Problem> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let which = (query.status, query.template.unwrap_or_default());
    Ok(Json(super::list(&scope.cx, &scope.grant.events(), which, &page).await?))
}

/// Draft an event
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events", tag = "catalog", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = EventIn,
    responses((status = 201, description = "The draft", body = EventView)),
    extensions(("x-permission" = json!("events.create")), ("x-audit" = json!(["event.created"]))))]
async fn create_event(
    State(app): State<App>,
    OrgScope { cx, slug: org_slug, .. }: OrgScope<perm::EventsCreate>,
    Checked(body): Checked<EventIn>,
) -> Result<(StatusCode, Json<EventView>), Problem> {
    let (slug, details) = body.parse();
    let event = super::create(&cx, slug, details).await?;
    Ok((StatusCode::CREATED, view(&app, &cx, &org_slug, event)))
}

/// One event
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}", tag = "catalog",
    security(("session" = [])), params(EventPath), responses((status = 200, description = "The event", body = EventView)),
    extensions(("x-permission" = json!("member"))))]
async fn get_event(
    State(app): State<App>,
    EventScope { cx, event, org_slug, .. }: EventScope<perm::Member>,
) -> Result<Tagged<Json<EventView>>, Problem> {
    let event = super::get(&cx, event.id).await?;
    Ok(Tagged(event.version, view(&app, &cx, &org_slug, event)))
}

/// Change an event
///
/// How guests pay, and where to, needs the permission `catalogue.edit`, too; another bank account asks people for a fresh
/// proof of who they are.
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}", tag = "catalog",
    security(("session" = [])),
    params(EventPath, ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = EventPatch,
    responses((status = 200, description = "The event as it is now", body = EventView),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("events.edit")), ("x-audit" = json!(["event.updated"]))))]
async fn update_event(
    State(app): State<App>,
    EventScope { cx, event, org_slug, held, .. }: EventScope<perm::EventsEdit>,
    proof: HowFresh,
    IfMatch(version): IfMatch,
    Checked(body): Checked<EventPatch>,
) -> Result<Tagged<Json<EventView>>, Problem> {
    if body.changes_payment() {
        auth::allow::<perm::CatalogueEdit>(&app, &cx, held, Some(event.id)).await?;
    }
    if body.pays_into_another_account(&super::get(&cx, event.id).await?.details) {
        proof.require()?;
    }
    let event = super::update(&cx, event.id, version, |slug, details| body.apply(slug, details)).await?;
    Ok(Tagged(event.version, view(&app, &cx, &org_slug, event)))
}

/// What is done and what is missing before an event can be published
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/checklist", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The checklist", body = Checklist)),
    extensions(("x-permission" = json!("member"))))]
async fn get_checklist(
    State(app): State<App>,
    scope: EventScope<perm::Member>,
) -> Result<Json<Checklist>, Problem> {
    Ok(Json(super::checklist(&scope.cx, &app.ports.payments, scope.event.id).await?))
}

/// Put an event on sale
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/publish", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The live event", body = EventView),
        (status = 422, description = "Something on the checklist blocks", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("events.publish")), ("x-audit" = json!(["event.published"]))))]
async fn publish_event(
    State(app): State<App>,
    EventScope { cx, event, org_slug, .. }: EventScope<perm::EventsPublish>,
) -> Result<Json<EventView>, Problem> {
    let event = super::publish(&cx, &app.ports.payments, event.id).await?;
    Ok(view(&app, &cx, &org_slug, event))
}

/// Take an event off sale
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/unpublish", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The event, a draft again", body = EventView)),
    extensions(("x-permission" = json!("events.publish")), ("x-audit" = json!(["event.unpublished"]))))]
async fn unpublish_event(
    State(app): State<App>,
    EventScope { cx, event, org_slug, .. }: EventScope<perm::EventsPublish>,
) -> Result<Json<EventView>, Problem> {
    let event = super::unpublish(&cx, event.id).await?;
    Ok(view(&app, &cx, &org_slug, event))
}

fn view(app: &App, cx: &Cx, org_slug: &str, event: Event) -> Json<EventView> {
    Json(EventView::new(event, cx.org, &app.settings.public_url, org_slug))
}
