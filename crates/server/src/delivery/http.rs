//! The tickets of an order as a file, for whoever has the order's secret link.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use catalog::LinkedEvent;
use httpkit::{ApiRouter, App, Path, Problem, erased, routes};
use sales::order;
use serde::Deserialize;
use store::job::JobError;

/// The operation of the API.
pub(crate) fn api() -> ApiRouter {
    ApiRouter::new().routes(routes!(guest_tickets_pdf)).routes(routes!(guest_order_pdf))
}

/// The same file below the order's page.
pub(crate) fn page() -> Router<App> {
    Router::new()
        .route("/{org}/{event}/order/{code}/{secret}/tickets.pdf", get(erased(guest_tickets_pdf)))
        .route("/{org}/{event}/order/{code}/{secret}/order.pdf", get(erased(guest_order_pdf)))
}

/// The part of the path that names an order and proves that it is one's own.
#[derive(Deserialize)]
struct OrderPath {
    code: String,
    secret: String,
}

/// The order's tickets as PDF, one page each.
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}/tickets.pdf", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf")))]
async fn guest_tickets_pdf(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
) -> Result<Response, Problem> {
    let order = order::find(&scope.cx, &scope.event, &path.code, &path.secret).await?;
    let pdf = super::tickets_pdf(&app, &scope.cx, order.id).await.map_err(failed)?;
    let pdf = pdf.ok_or_else(|| Problem::not_found("ticket"))?;
    Ok(file(&format!("tickets-{}.pdf", order.code), pdf))
}

/// The order on paper: lines, discounts, fees, taxes by rate. It is no invoice.
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}/order.pdf", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf")))]
async fn guest_order_pdf(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
) -> Result<Response, Problem> {
    let order = order::find(&scope.cx, &scope.event, &path.code, &path.secret).await?;
    let pdf = super::summary_pdf(&app, &scope.cx, order.id).await.map_err(failed)?;
    let pdf = pdf.ok_or_else(|| Problem::not_found("order"))?;
    Ok(file(&format!("order-{}.pdf", order.code), pdf))
}

fn file(name: &str, pdf: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, pdf).into_response()
}

fn failed(error: JobError) -> Problem {
    match error {
        JobError::Retry(error) | JobError::Fail(error) => {
            Problem::internal(std::io::Error::other(error.to_string()))
        }
        JobError::Snooze(again) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                .detail("Many tickets are being drawn. Try again in a few seconds.")
                .retry_after(again.as_secs())
        }
    }
}
