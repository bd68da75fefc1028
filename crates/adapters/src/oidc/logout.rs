//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6).

use data_encoding::BASE64URL_NOPAD;
use kernel::Instant;
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use ports::sign_on::{Registration, SignedOutThere};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{LEEWAY_SECONDS, provider::Provider};

/// What makes a token one of signing out.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Seconds after which a token is not taken, whatever it says itself.
const OLDEST_SECONDS: i64 = 300;

/// Why a token is not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the logout token is signed with an unknown key")]
    UnknownKey,
    #[error("{0}")]
    Because(&'static str),
}

#[derive(Deserialize)]
struct Head {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Value,
    iat: i64,
    exp: Option<i64>,
    jti: String,
    events: Map<String, Value>,
    sub: Option<String>,
    sid: Option<String>,
    nonce: Option<Value>,
}

/// What a token says, if it is signed by the provider, for us, now, and about signing out.
pub(super) fn verify(
    provider: &Provider,
    at: &Registration,
    token: &str,
    now: Instant,
) -> Result<SignedOutThere, Refusal> {
    let claims = signed(provider, token)?;
    let refuse = |why| Err(Refusal::Because(why));
    let for_us = match &claims.aud {
        Value::String(one) => *one == at.client_id,
        Value::Array(all) => all.iter().any(|one| one.as_str() == Some(at.client_id.as_str())),
        _ => false,
    };
    let seconds = now.as_millisecond() / 1000;
    let age = seconds - claims.iat;
    if claims.iss != at.issuer {
        return refuse("the logout token is from another provider");
    }
    if !for_us {
        return refuse("the logout token is for another program");
    }
    if !(-LEEWAY_SECONDS..=OLDEST_SECONDS).contains(&age)
        || claims.exp.is_some_and(|exp| seconds - LEEWAY_SECONDS >= exp)
    {
        return refuse("the logout token is too old, or from the future");
    }
    // An ID token must not pass for one: it has a nonce and no such event.
    if claims.nonce.is_some() || !claims.events.get(EVENT).is_some_and(Value::is_object) {
        return refuse("the token is not about signing out");
    }
    if claims.sub.is_none() && claims.sid.is_none() || claims.jti.is_empty() {
        return refuse("the logout token does not say who signed out");
    }
    Ok(SignedOutThere { id: claims.jti, subject: claims.sub, session: claims.sid })
}

/// The claims of a token whose signature is right.
fn signed(provider: &Provider, token: &str) -> Result<Claims, Refusal> {
    let unreadable = || Refusal::Because("the logout token can't be read");
    let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| unreadable());
    let (signed, signature) = token.rsplit_once('.').ok_or_else(unreadable)?;
    let (head, body) = signed.split_once('.').ok_or_else(unreadable)?;
    let head: Head = serde_json::from_slice(&decode(head)?).map_err(|_| unreadable())?;
    let typ = head.typ.as_deref().unwrap_or("JWT").to_ascii_lowercase();
    let known_type = ["jwt", "logout+jwt", "application/logout+jwt"].contains(&typ.as_str());
    if head.crit.is_some() || !known_type || !provider.algorithms().contains(&head.alg) {
        return Err(Refusal::Because("the logout token is signed in a way that is not taken"));
    }
    let key = key(provider.keys(), &head).ok_or(Refusal::UnknownKey)?;
    key.verify_signature(&head.alg, signed.as_bytes(), &decode(signature)?)
        .map_err(|_| Refusal::Because("the logout token's signature is wrong"))?;
    serde_json::from_slice(&decode(body)?).map_err(|_| unreadable())
}

/// The key that is named; without a name the only one that fits.
fn key<'a>(keys: &'a [CoreJsonWebKey], head: &Head) -> Option<&'a CoreJsonWebKey> {
    let fits = |key: &&CoreJsonWebKey| match &head.kid {
        Some(kid) => key.key_id().is_some_and(|id| id.as_str() == kid),
        None => true,
    };
    let mut fitting = keys.iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}
