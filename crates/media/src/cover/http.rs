//! `/api/v1/organisations/{org}/events/{event}/cover`.

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    http::{HeaderMap, header},
};
use catalog::{EventPath, EventScope, event::http::EventView};
use httpkit::{ApiRouter, App, Json, Problem, extract::body_problem};
use kernel::perm;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::Error;

/// The largest upload in bytes.
const MAX_UPLOAD: usize = 8 * 1024 * 1024;

/// The operations on covers; they alone take bodies of 8 MiB.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(put_cover, remove_cover)).layer(DefaultBodyLimit::max(MAX_UPLOAD))
}

/// A picture, at most 8 MiB and 64 million pixels.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct PictureUpload(#[expect(dead_code, reason = "only describes the body")] Vec<u8>);

/// Set the cover picture
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/cover", tag = "media",
    security(("session" = [])), params(EventPath),
    request_body(content((PictureUpload = "image/jpeg"), (PictureUpload = "image/png"), (PictureUpload = "image/webp")),
        description = "The picture; it is served as JPEG in three sizes, without its metadata"),
    responses((status = 200, description = "The event with its cover", body = EventView)),
    extensions(("x-permission" = json!("events.edit")), ("x-audit" = json!(["event.cover_set"]))))]
async fn put_cover(
    State(app): State<App>,
    EventScope { cx, event, org_slug, .. }: EventScope<perm::EventsEdit>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<EventView>, Problem> {
    require_picture(&headers)?;
    super::put(&cx, &*app.ports.blob, &event, body.map_err(body_problem)?).await?;
    let event = catalog::event::get(&cx, event.id).await?;
    Ok(Json(EventView::new(event, cx.org, &app.settings.public_url, &org_slug)))
}

/// Remove the cover picture
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/cover", tag = "media",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The event without a cover", body = EventView)),
    extensions(("x-permission" = json!("events.edit")), ("x-audit" = json!(["event.cover_removed"]))))]
async fn remove_cover(
    State(app): State<App>,
    EventScope { cx, event, org_slug, .. }: EventScope<perm::EventsEdit>,
) -> Result<Json<EventView>, Problem> {
    super::remove(&cx, &*app.ports.blob, &event).await?;
    let event = catalog::event::get(&cx, event.id).await?;
    Ok(Json(EventView::new(event, cx.org, &app.settings.public_url, &org_slug)))
}

fn require_picture(headers: &HeaderMap) -> Result<(), Error> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if ["image/jpeg", "image/png", "image/webp"].contains(&kind.as_str()) { Ok(()) } else { Err(Error::Kind) }
}
