//! `/api/v1/organisations/{org}/events/{event}/copies`.

use axum::{extract::State, http::StatusCode};
use catalog::{EventPath, EventScope, copy::Wish, event::http::EventView};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, OrgScope, Problem, auth, routes, rules};
use kernel::{Instant, LocalizedText, Slug, perm};
use serde::Deserialize;
use utoipa::ToSchema;

/// The operation that copies events.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(copy_event))
}

/// What a copy is to be like.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventCopyIn {
    /// Its part of the address; made of the name if absent.
    #[garde(skip)]
    #[serde(default)]
    slug: Option<Slug>,
    /// Its name, at least in the first language, at most 200 characters each; the same if absent.
    #[garde(inner(custom(rules::localized_line(200))))]
    #[serde(default)]
    name: Option<LocalizedText>,
    /// When it starts; at the same time if absent. Its other fixed dates move along on the clocks of the place.
    #[garde(skip)]
    #[serde(default)]
    starts_at: Option<Instant>,
    /// When it ends; it is as long as the other one if absent.
    #[garde(skip)]
    #[serde(default)]
    ends_at: Option<Instant>,
    /// Whether it is a template: never public, there to make events from.
    #[garde(skip)]
    #[serde(default)]
    template: bool,
    /// Whether it has the same vouchers, unused. Needs the permission `catalogue.edit` at the event that is copied.
    #[garde(skip)]
    #[serde(default)]
    vouchers: bool,
}

/// Draft a copy of an event, or make an event from a template
///
/// Texts, cover, settings, categories, quotas, products, prices, fees and check-in lists are copied; people, orders and
/// money are not.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/copies", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = EventCopyIn,
    responses((status = 201, description = "The draft", body = EventView),
        (status = 409, description = "The address is taken", body = Problem, content_type = "application/problem+json")),
    extensions(("x-permission" = json!("events.create")), ("x-audit" = json!(["event.copied"]))))]
async fn copy_event(
    State(app): State<App>,
    source: EventScope<perm::Member>,
    OrgScope { cx, slug: org_slug, .. }: OrgScope<perm::EventsCreate>,
    Checked(body): Checked<EventCopyIn>,
) -> Result<(StatusCode, Json<EventView>), Problem> {
    if body.vouchers {
        auth::require::<perm::CatalogueEdit>(source.held)?;
    }
    let EventCopyIn { slug, name, starts_at, ends_at, template, vouchers } = body;
    let wish = Wish { slug, name, starts_at, ends_at, template, vouchers };
    let event = super::copy(&cx, &source.event, &wish).await?;
    let view = EventView::new(event, cx.org, &app.settings.public_url, &org_slug);
    Ok((StatusCode::CREATED, Json(view)))
}
