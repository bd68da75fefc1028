//! Writes that may be repeated with the same `Idempotency-Key`.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use store::{
    Actor, Cx, Tx,
    idempotency::{self, Answer, Claim, Key, KeyError},
};

use crate::Problem;

/// The request's `Idempotency-Key`, if it has one.
#[derive(Debug, Clone)]
pub struct Once {
    key: Option<String>,
    path: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let path = format!("{} {}", parts.method, parts.uri.path());
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self { key: None, path }) };
        let key = value.to_str().unwrap_or_default().trim().trim_matches('"');
        if key.is_empty() || key.len() > 200 {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "request.bad_key",
                "The Idempotency-Key can't be taken",
            )
            .detail("An Idempotency-Key has 1 to 200 visible ASCII characters."));
        }
        Ok(Self { key: Some(key.to_owned()), path })
    }
}

impl Once {
    /// The key bound to the caller, the operation and the request's body; `None` if there is none.
    pub fn key(&self, actor: Actor, body: &impl Serialize) -> Option<Key> {
        let key = self.key.clone()?;
        let who = actor.id().map_or_else(|| actor.kind().to_owned(), |id| id.to_string());
        let digest =
            ring::digest::digest(&ring::digest::SHA256, &serde_json::to_vec(body).unwrap_or_default());
        Some(Key { scope: format!("{who} {}", self.path), key, digest: digest.as_ref().to_vec() })
    }

    /// Runs `work` in one transaction, or gives the answer that the same key got before.
    pub async fn run<T: Serialize, E: Into<Problem>>(
        &self,
        cx: &Cx,
        status: StatusCode,
        body: &impl Serialize,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<Response, Problem> {
        let mut tx = cx.begin().await?;
        let key = self.key(cx.actor, body);
        if let Some(key) = &key
            && let Claim::Replay(answer) = idempotency::claim(&mut tx, key).await?
        {
            return Ok(replay(answer));
        }
        let value = work(&mut tx).await.map_err(Into::into)?;
        let body = serde_json::to_value(&value).map_err(Problem::internal)?;
        let answer = Answer { status: status.as_u16(), body };
        if let Some(key) = &key {
            idempotency::keep(&mut tx, key, &answer).await?;
        }
        tx.commit().await?;
        Ok(fresh(&answer))
    }
}

/// An answer that was given before.
pub fn replay(answer: Answer) -> Response {
    let mut response = fresh(&answer);
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

fn fresh(Answer { status, body }: &Answer) -> Response {
    let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::OK);
    (status, axum::Json::<&Value>(body)).into_response()
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::InFlight => Self::conflict("request.in_flight", "The same request is still running")
                .detail("Wait a few seconds, then repeat it with the same Idempotency-Key."),
            KeyError::Reused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "request.key_reused",
                "The Idempotency-Key belongs to another request",
            )
            .detail("Use a new key for a different request."),
            KeyError::Sql(error) => error.into(),
        }
    }
}
