//! One id per request, in its log lines, its answer, and the jobs and mails it causes.

use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use kernel::CorrelationId;
use tracing::Instrument;

use crate::{App, ClientAddr};

tokio::task_local! {
    static CURRENT: CorrelationId;
}

/// The id of the request this task serves.
pub fn current() -> Option<CorrelationId> {
    CURRENT.try_with(|id| *id).ok()
}

/// Gives every request an id, logs it when it ends, and tells the client in `x-correlation-id`.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = app.now();
    let id = CorrelationId::new(started, &app.chance);
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let client = request.extensions().get::<ClientAddr>().map(|client| client.ip);
    let span = tracing::info_span!("request", correlation = %id, %method, client = client.map(tracing::field::display));
    let run = async move {
        let mut response = next.run(request).await;
        let millis = app.now().as_millisecond() - started.as_millisecond();
        let status = response.status().as_u16();
        match status {
            500.. => tracing::error!(status, millis, path = redact(&path), "answered"),
            _ => tracing::debug!(status, millis, path = redact(&path), "answered"),
        }
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert("x-correlation-id", value);
        }
        response
    };
    CURRENT.scope(id, run.instrument(span)).await
}

/// Hides what is secret in a path: long unguessable segments of order and cart links, and tokens of 32 bytes.
fn redact(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let hide = |segment: &str| matches!(segment.len(), 32 | 43) && segment.bytes().all(plain);
    path.split('/').map(|s| if hide(s) { "…" } else { s }).collect::<Vec<_>>().join("/")
}
