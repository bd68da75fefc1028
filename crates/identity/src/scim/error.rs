//! Refusals as RFC 7644 §3.12 writes them.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use httpkit::Problem;
use serde_json::json;

use super::discovery::MEDIA_TYPE;
use crate::Error;

/// Why a provider's request is refused.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    kind: Option<&'static str>,
    detail: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, kind: None, detail: detail.into() }
    }

    /// 400 with a `scimType`.
    pub(super) fn bad(kind: &'static str, detail: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, kind: Some(kind), detail: detail.into() }
    }

    pub(super) fn missing(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("There is no such {what}."))
    }

    /// 409: somebody else is called so.
    pub(super) fn taken(detail: impl Into<String>) -> Self {
        Self { status: StatusCode::CONFLICT, kind: Some("uniqueness"), detail: detail.into() }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::ScimTaken => Self::taken("Another resource has this name."),
            other => Problem::from(other).into(),
        }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Problem::from(error).into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let said = problem.errors.first().map(|error| error.message.clone());
        let detail = said.unwrap_or_else(|| format!("{}. {}", problem.title, problem.detail));
        match problem.status_code() {
            StatusCode::UNPROCESSABLE_ENTITY => Self::bad("invalidValue", detail),
            status => Self::new(status, detail),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.as_u16().to_string(), "detail": self.detail,
        });
        if let Some(kind) = self.kind {
            body["scimType"] = json!(kind);
        }
        let mut response =
            (self.status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body.to_string()).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let asks = axum::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, asks);
        }
        response
    }
}

/// A body of this protocol.
pub(super) fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, axum::http::HeaderValue::from_static(MEDIA_TYPE));
    response
}
