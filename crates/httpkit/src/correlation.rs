//! One id per request, in its log lines, its answer, and the jobs and mails it causes; and from where and why it was
//! made, for the audit log.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Uri},
    response::Response,
};
use kernel::{CorrelationId, Instant};
use percent_encoding::percent_decode_str;
use store::Circumstances;
use tracing::Instrument;

use crate::{App, ClientAddr};

/// The header in which a caller may give the reason for a change: UTF-8, percent-encoded.
pub const REASON_HEADER: &str = "x-reason";

/// Characters of a reason that are kept.
const REASON_LENGTH: usize = 500;

tokio::task_local! {
    static CURRENT: (CorrelationId, Circumstances);
}

/// The id of the request this task serves.
pub fn current() -> Option<CorrelationId> {
    CURRENT.try_with(|(id, _)| *id).ok()
}

/// From where and why the request that this task serves was made.
pub fn circumstances() -> Circumstances {
    CURRENT.try_with(|(_, circumstances)| circumstances.clone()).unwrap_or_default()
}

fn reason(headers: &HeaderMap) -> Option<Arc<str>> {
    let given = headers.get(REASON_HEADER)?.to_str().ok()?;
    let text = percent_decode_str(given).decode_utf8().ok()?;
    let text: String = text.chars().filter(|c| !c.is_control()).take(REASON_LENGTH).collect();
    (!text.trim().is_empty()).then(|| text.trim().into())
}

/// Gives a request an id, has it answered, logs it when it ends, and tells the client in `x-correlation-id`.
pub async fn run<F>(app: &App, mut request: Request, answer: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let asked = Asked::new(app, &request);
    request.extensions_mut().insert(asked.id);
    let client = request.extensions().get::<ClientAddr>().map(|client| client.ip);
    let circumstances = Circumstances { from: client, reason: reason(request.headers()) };
    let (id, method) = (asked.id, request.method());
    let span = tracing::info_span!("request", correlation = %id, %method, client = client.map(tracing::field::display));
    let run = async {
        let mut response = answer(request).await;
        asked.answered(app, &mut response);
        response
    };
    CURRENT.scope((id, circumstances), run.instrument(span)).await
}

/// A request that is being answered.
pub struct Asked {
    id: CorrelationId,
    at: Instant,
    uri: Uri,
}

impl Asked {
    /// Gives a request its id.
    pub fn new(app: &App, request: &Request) -> Self {
        let at = app.now();
        let id = CorrelationId::new(at, &app.chance);
        Self { id, at, uri: request.uri().clone() }
    }

    /// Logs the end of the request and tells the client its id.
    pub fn answered(self, app: &App, response: &mut Response) {
        let millis = app.now().as_millisecond() - self.at.as_millisecond();
        let (status, path) = (response.status().as_u16(), self.uri.path());
        match status {
            500.. => tracing::error!(status, millis, path = redact(path), "answered"),
            _ => tracing::debug!(status, millis, path = redact(path), "answered"),
        }
        if let Ok(value) = HeaderValue::from_str(&self.id.to_string()) {
            response.headers_mut().insert("x-correlation-id", value);
        }
    }
}

/// Hides what is secret in a path: long unguessable segments of order and cart links, and tokens of 32 bytes.
fn redact(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let hide = |segment: &str| matches!(segment.len(), 32 | 43) && segment.bytes().all(plain);
    path.split('/').map(|s| if hide(s) { "…" } else { s }).collect::<Vec<_>>().join("/")
}
