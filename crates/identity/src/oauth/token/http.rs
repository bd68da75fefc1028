//! `/oauth/token` and `/oauth/revoke`, as the standards have them: forms in, JSON out (RFC 6749 §3.2, RFC 7009).

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64;
use httpkit::{App, Problem};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::Refused;
use crate::{
    Error,
    oauth::app::{self, Client},
};

#[derive(Deserialize)]
struct TokenForm {
    grant_type: String,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    refresh_token: Option<String>,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

#[derive(Deserialize)]
struct RevokeForm {
    token: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// Tokens for a code or a refresh token.
pub(crate) async fn token(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, Refused> {
    let form: TokenForm = form(&headers, &body)?;
    let client = client(&app, &headers, form.client_id, form.client_secret).await?;
    let tokens = match (form.grant_type.as_str(), form.code, form.refresh_token) {
        ("authorization_code", Some(code), _) => {
            let verifier = form.code_verifier.ok_or(Refused::InvalidRequest)?;
            super::exchange(&app, &client, &code, form.redirect_uri.as_deref(), &verifier).await?
        }
        ("refresh_token", _, Some(token)) => {
            super::refresh(&app, &client, &token, form.scope.as_deref()).await?
        }
        ("authorization_code" | "refresh_token", ..) => return Err(Refused::InvalidRequest),
        _ => return Err(Refused::UnsupportedGrantType),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)))
}

/// Ends a token and its family. Unknown ones are fine.
pub(crate) async fn revoke(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Refused> {
    let form: RevokeForm = form(&headers, &body)?;
    let client = client(&app, &headers, form.client_id, form.client_secret).await?;
    super::revoke(&app, &client, &form.token).await?;
    Ok(StatusCode::OK)
}

/// Reads a form in which nothing is twice.
fn form<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Refused::InvalidRequest);
    }
    serde_html_form::from_bytes(body).map_err(|_| Refused::InvalidRequest)
}

/// The app that asks, proven: by HTTP Basic or by the form, never by both (RFC 6749 §2.3).
async fn client(
    app: &App,
    headers: &HeaderMap,
    id: Option<String>,
    secret: Option<String>,
) -> Result<Client, Refused> {
    let (id, secret) = match (basic(headers)?, id, secret) {
        (Some((id, secret)), form_id, None) if form_id.as_ref().is_none_or(|other| *other == id) => {
            (id, Some(secret))
        }
        (None, Some(id), secret) => (id, secret),
        (None, None, _) => return Err(Refused::InvalidClient),
        (Some(_), ..) => return Err(Refused::InvalidRequest),
    };
    let client = app::known(&app.db, &id).await?.ok_or(Refused::InvalidClient)?;
    if client.proves(secret.as_deref()) { Ok(client) } else { Err(Refused::InvalidClient) }
}

/// Id and secret of an `Authorization: Basic` header, form-encoded inside (RFC 6749 §2.3.1).
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let read = || {
        let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
        let text = BASE64.decode(encoded.trim().as_bytes()).ok()?;
        let text = String::from_utf8(text).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
        let (id, secret) = text.split_once(':')?;
        let plain = |part: &str| Some(percent_decode_str(part).decode_utf8().ok()?.into_owned());
        Some((plain(id)?, plain(secret)?))
    };
    read().map(Some).ok_or(Refused::InvalidClient)
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let code = self.to_string();
        let status = match self {
            Self::Failed(Error::Sql(error)) => return Problem::from(error).into_response(),
            Self::Failed(error) => return Problem::internal(error).into_response(),
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let mut response = (status, Json(json!({ "error": code }))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Tessera\""));
        }
        response
    }
}
