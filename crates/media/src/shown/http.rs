//! `/api/v1/organisations/{org}/events/{event}/cover` and `…/products/{product}/picture`.

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    http::{HeaderMap, header},
};
use catalog::{EventPath, EventScope, event::http::EventView, product::http::ProductView};
use httpkit::{ApiRouter, App, Json, Path, Problem, extract::body_problem, routes};
use kernel::{ProductId, perm};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Place;
use crate::Error;

/// The largest upload in bytes.
const MAX_UPLOAD: usize = 8 * 1024 * 1024;

/// The operations on pictures; they alone take bodies of 8 MiB.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(put_cover, remove_cover))
        .routes(routes!(put_product_picture, remove_product_picture))
        .layer(DefaultBodyLimit::max(MAX_UPLOAD))
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
    let upload = body.map_err(body_problem)?;
    super::put(&cx, &*app.ports.blob, (&event, Place::Cover), upload).await?;
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
    super::remove(&cx, &*app.ports.blob, (&event, Place::Cover)).await?;
    let event = catalog::event::get(&cx, event.id).await?;
    Ok(Json(EventView::new(event, cx.org, &app.settings.public_url, &org_slug)))
}

#[derive(Debug, Deserialize)]
struct ProductPath {
    product: ProductId,
}

/// Set a product's picture
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/products/{product}/picture", tag = "media",
    security(("session" = [])), params(EventPath, ("product" = ProductId, Path, description = "The product")),
    request_body(content((PictureUpload = "image/jpeg"), (PictureUpload = "image/png"), (PictureUpload = "image/webp")),
        description = "The picture; it is served as JPEG in three sizes, without its metadata"),
    responses((status = 200, description = "The product with its picture", body = ProductView)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["product.picture_set"]))))]
async fn put_product_picture(
    State(app): State<App>,
    EventScope { cx, event, .. }: EventScope<perm::CatalogueEdit>,
    Path(path): Path<ProductPath>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<ProductView>, Problem> {
    // Nobody learns more of a product that is not there than that.
    catalog::product::get(&cx, event.id, path.product).await?;
    require_picture(&headers)?;
    let place = Place::Product(path.product);
    super::put(&cx, &*app.ports.blob, (&event, place), body.map_err(body_problem)?).await?;
    let product = catalog::product::get(&cx, event.id, path.product).await?;
    Ok(Json(ProductView::new(product, cx.now)))
}

/// Remove a product's picture
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/products/{product}/picture", tag = "media",
    security(("session" = [])), params(EventPath, ("product" = ProductId, Path, description = "The product")),
    responses((status = 200, description = "The product without a picture", body = ProductView)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["product.picture_removed"]))))]
async fn remove_product_picture(
    State(app): State<App>,
    EventScope { cx, event, .. }: EventScope<perm::CatalogueEdit>,
    Path(path): Path<ProductPath>,
) -> Result<Json<ProductView>, Problem> {
    super::remove(&cx, &*app.ports.blob, (&event, Place::Product(path.product))).await?;
    let product = catalog::product::get(&cx, event.id, path.product).await?;
    Ok(Json(ProductView::new(product, cx.now)))
}

fn require_picture(headers: &HeaderMap) -> Result<(), Error> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if ["image/jpeg", "image/png", "image/webp"].contains(&kind.as_str()) { Ok(()) } else { Err(Error::Kind) }
}
