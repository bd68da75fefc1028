//! Calling an event off, for organisers.

use axum::extract::State;
use catalog::{EventScope, event::http::EventView};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Problem, routes, rules};
use kernel::{LocalizedText, perm};
use serde::Deserialize;
use utoipa::ToSchema;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(cancel_event))
}

/// That an event is really to be called off.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CancelEventIn {
    /// Why, for guests; at most 1000 characters each.
    #[garde(custom(rules::localized_lines(1000)))]
    #[serde(default)]
    reason: LocalizedText,
    /// The event's slug, so that nobody calls off the wrong one.
    #[garde(skip)]
    #[schema(example = "open-air-2027", max_length = 63)]
    confirm: String,
}

/// Calls an event off for good: nothing is sold any more, held places go back, unpaid orders are cancelled, every
/// buyer gets a mail, and the door lets nobody in. Paid orders stay for refunds.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/cancel", tag = "catalog",
    params(catalog::EventPath), request_body = CancelEventIn,
    responses((status = 200, body = EventView), (status = 409, description = "It was called off before")),
    security(("session" = [])),
    extensions(("x-permission" = json!("events.publish")), ("x-audit" = json!(["event.cancelled"]))))]
async fn cancel_event(
    State(app): State<App>,
    scope: EventScope<perm::EventsPublish>,
    Checked(body): Checked<CancelEventIn>,
) -> Result<Json<EventView>, Problem> {
    let EventScope { cx, event, org_slug, .. } = scope;
    if body.confirm != event.slug.as_str() {
        let message = format!("has to be the event\u{2019}s address, {}", event.slug);
        return Err(Problem::invalid_field("/confirm", "catalog.not_confirmed", message));
    }
    let mut tx = cx.begin().await?;
    super::cancel_event(&mut tx, &event, &body.reason).await?;
    tx.commit().await?;
    catalog::event::changed(&cx, &event.slug).await;
    let event = catalog::event::get(&cx, event.id).await?;
    Ok(Json(EventView::new(event, cx.org, &app.settings.public_url, &org_slug)))
}
