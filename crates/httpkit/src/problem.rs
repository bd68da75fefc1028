//! Errors as clients see them: `application/problem+json` (RFC 9457) with a stable code and field pointers.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::correlation;

/// What went wrong, for programs (`code`, `errors`) and for people (`title`, `detail`).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The page that explains the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, such as `sales.sold_out`.
    pub code: Cow<'static, str>,
    /// What to do about it.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<FieldError>,
    /// The id to give to support.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub correlation_id: Option<String>,
    /// Seconds after which to try again, told in the header `Retry-After`.
    #[serde(skip)]
    pub retry_after: Option<u64>,
    /// How to prove who one is, told in the header `WWW-Authenticate`.
    #[serde(skip)]
    pub challenge: Option<&'static str>,
}

/// Seconds after which to try again when we are too busy.
const BUSY: u64 = 2;

/// What PostgreSQL calls text with a character that it can't hold: plain, and within JSON (its manual, appendix A).
const UNTAKEABLE: [&str; 2] = ["22021", "22P05"];

/// One field that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Where in the body (RFC 6901), such as `/lines/0/quantity`.
    pub pointer: String,
    /// A stable code.
    pub code: Cow<'static, str>,
    /// What to do about it.
    pub message: String,
}

impl FieldError {
    /// A field error.
    pub fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), message: message.into() }
    }
}

impl Problem {
    /// A problem with a `status`, a stable `code` and a `title` in a few words.
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            kind: format!("/docs/errors#{code}"),
            title: title.into(),
            status: status.as_u16(),
            code: code.into(),
            detail: String::new(),
            errors: Vec::new(),
            correlation_id: None,
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(BUSY),
            challenge: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Adds after how many seconds to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Adds how to prove who one is (RFC 9110 §11.6.1).
    #[must_use]
    pub fn challenge(mut self, challenge: &'static str) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// Adds a field that can't be taken.
    #[must_use]
    pub fn field(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// 404: there is no such thing, or not for this caller.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "request.not_found", "Not found")
            .detail(format!("There is no such {what}, or you have no access to it."))
    }

    /// 422: the request was understood but fields can't be taken.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "request.invalid", "Some fields can't be taken");
        problem.errors = errors;
        problem
    }

    /// 422 for one field.
    pub fn invalid_field(pointer: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code, message)])
    }

    /// 409: it clashes with the present state.
    pub fn conflict(code: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }

    /// 401: sign in first.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "auth.required", "Sign in first").challenge("Bearer")
    }

    /// 503: the program ends before it could answer.
    pub fn stopping() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.stopping", "The server is stopping")
            .detail("Nothing was done. Try again in a moment.")
    }

    /// 403: the caller belongs here but may not do this.
    pub fn forbidden(permission: Permission) -> Self {
        Self::new(StatusCode::FORBIDDEN, "auth.forbidden", "You may not do this").detail(format!(
            "It needs the permission {}: {} Ask an owner of the organisation for a role that has it.",
            permission.name(),
            permission.sentence(),
        ))
    }

    /// 500, logged here and told blandly.
    pub fn internal(error: impl std::error::Error) -> Self {
        tracing::error!(error = %Chain(&error), "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server.error", "Something failed on our side")
            .detail("Nothing was lost. Try again; if it stays, tell support the correlation id.")
    }

    /// The HTTP status.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// An error with everything that caused it.
struct Chain<'a>(&'a dyn std::error::Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl From<sqlx::Error> for Problem {
    /// A database that is away or overloaded is 503: asking again helps. A text that no column can hold was sent by the
    /// caller. Anything else is ours to mend.
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::warn!(%error, "the database is away or overloaded");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                    .detail("Nothing was lost. Try again in a few seconds.")
            }
            sqlx::Error::Database(cause) if UNTAKEABLE.map(Some).contains(&cause.code().as_deref()) => {
                Self::new(StatusCode::BAD_REQUEST, "request.bad_text", "A text can't be taken")
                    .detail("Nothing was done. Leave out the character U+0000.")
            }
            _ => Self::internal(error),
        }
    }
}

impl From<kernel::page::InvalidCursor> for Problem {
    fn from(error: kernel::page::InvalidCursor) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request.bad_cursor", "The cursor can't be read")
            .detail(format!("Start again without one: {error}."))
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        self.correlation_id = correlation::current().map(|id| id.to_string());
        let status = self.status_code();
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            metrics::counter!("requests_refused_total", "code" => self.code.clone()).increment(1);
        }
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response.extensions_mut().insert(self);
        response
    }
}
