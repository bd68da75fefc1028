//! JSON bodies, queries and paths with refusals that say what to do.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use garde::Validate;
use serde::{Serialize, de::DeserializeOwned};

use crate::{FieldError, Problem};

/// A JSON body, in and out. Unknown fields are refused by the types (`deny_unknown_fields`).
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

/// A JSON body whose fields also passed their garde rules.
#[derive(Debug, Clone, Copy)]
pub struct Checked<T>(pub T);

/// The query string.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

/// Path parameters by name; what can't be an id is 404, as if it were not there.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        require_json(&request)?;
        let body = Bytes::from_request(request, state).await.map_err(body_problem)?;
        parse_json(&body).map(Json)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequest<S> for Checked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(value) = Json::<T>::from_request(request, state).await?;
        match value.validate() {
            Ok(()) => Ok(Self(value)),
            Err(report) => Err(Problem::invalid(field_errors(&report))),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        serde_html_form::from_str(query).map(Query).map_err(|error| {
            Problem::new(StatusCode::BAD_REQUEST, "request.bad_query", "The query can't be read")
                .detail(error.to_string())
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|p| Self(p.0)).map_err(|_| Problem::not_found("thing"))
    }
}

fn require_json(request: &Request) -> Result<(), Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "request.not_json", "The body has to be JSON")
        .detail("Send the body as JSON with the header Content-Type: application/json."))
}

/// How deep JSON may be nested.
const JSON_DEPTH: usize = 64;

/// A body that could not be read to its end.
pub fn body_problem(rejection: BytesRejection) -> Problem {
    if timed_out(&rejection) {
        return Problem::new(StatusCode::REQUEST_TIMEOUT, "request.too_slow", "The body came too slowly")
            .detail("Nothing was done. Try again on a better connection.");
    }
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large", "The body is too large");
    }
    Problem::new(StatusCode::BAD_REQUEST, "request.unreadable", "The body can't be read")
}

fn timed_out(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<tower_http::timeout::TimeoutError>() || error.source().is_some_and(timed_out)
}

/// Reads JSON; a wrong field is told by its pointer.
pub fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    if depth(body) > JSON_DEPTH {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "request.too_deep",
            "The body is nested too deeply",
        )
        .detail(format!("Objects and lists may lie {JSON_DEPTH} deep in one another.")));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(&error.path().to_string());
        let cause = error.into_inner();
        if cause.is_data() {
            return Problem::invalid_field(&pointer, "request.invalid_field", without_position(&cause));
        }
        Problem::new(StatusCode::BAD_REQUEST, "request.malformed_json", "The body is not JSON")
            .detail(cause.to_string())
    })?;
    reader.end().map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, "request.malformed_json", "The body is not JSON")
            .detail(error.to_string())
    })?;
    Ok(value)
}

/// How deep the brackets outside of texts go.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_text(&mut bytes),
            _ => {}
        }
    }
    deepest
}

fn skip_text(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return,
            _ => {}
        }
    }
}

/// The message without serde's "at line 1 column 7": the pointer says where.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

/// The failed garde rules by pointer.
pub fn field_errors(report: &garde::Report) -> Vec<FieldError> {
    let error = |(path, error): &(garde::Path, garde::Error)| {
        FieldError::new(pointer(&path.to_string()), "request.invalid_field", error.message())
    };
    report.iter().map(error).collect()
}

/// Turns `lines[0].quantity` into `/lines/0/quantity` (RFC 6901).
fn pointer(path: &str) -> String {
    let mut out = String::new();
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty() && *part != "?") {
        out.push('/');
        out.push_str(&part.replace('~', "~0").replace('/', "~1"));
    }
    out
}
