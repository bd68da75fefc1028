//! `/.well-known/jwks.json`.

use axum::{Json, extract::State, http::header, response::IntoResponse};
use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Problem};
use serde_json::{Value, json};

/// The public keys of access tokens (RFC 7517, RFC 8037).
pub(crate) async fn jwks(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let keys = super::known(&app.db, app.now()).await?;
    let keys: Vec<Value> = keys
        .iter()
        .map(|key| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid,
                "x": BASE64URL_NOPAD.encode(&key.public_key),
            })
        })
        .collect();
    let headers =
        [(header::CACHE_CONTROL, "public, max-age=300"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((headers, Json(json!({ "keys": keys }))))
}
