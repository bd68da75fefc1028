//! What a request brings to tell who asks: a session's cookie, or a credential of a program.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Instant, OrgId, PersonId};

use super::{Caller, Principal};
use crate::{App, Problem};

/// The header that proves a write comes from our own pages.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// The name of the session cookie: bound to this host where the site is served by HTTPS.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-tessera_session" } else { "tessera_session" }
}

/// The token that a page has to send back with every write, derived from the session's own.
pub fn csrf_token(session_token: &str) -> String {
    derive("csrf", session_token)
}

/// A secret that a request brings along.
#[derive(Clone)]
pub enum Proof {
    /// A session's token, from a browser's cookie.
    Cookie(String),
    /// What `Authorization: Bearer` says (RFC 6750 §2.1).
    Bearer(String),
}

impl Proof {
    /// What the request brings. A program's credential counts before a cookie, and a useless one is not made good by it.
    pub fn of(headers: &HeaderMap, https: bool) -> Option<Self> {
        match headers.get(header::AUTHORIZATION) {
            Some(value) => Some(Self::Bearer(bearer(value.to_str().unwrap_or_default()).to_owned())),
            None => cookie(headers, cookie_name(https)).map(Self::Cookie),
        }
    }

    /// Who it is that asks; `None` if it proves nothing, or no longer.
    pub async fn caller(&self, app: &App) -> Result<Option<Caller>, sqlx::Error> {
        match self {
            Self::Cookie(token) => app.directory.session(token).await,
            Self::Bearer(token) => app.directory.bearer(token).await,
        }
    }

    /// 401 that says how to do better.
    fn refused(&self) -> Problem {
        match self {
            Self::Cookie(_) => Problem::unauthenticated(),
            Self::Bearer(_) => {
                Problem::new(StatusCode::UNAUTHORIZED, "auth.bad_token", "The key or token is not valid")
                    .detail("It is wrong, was revoked, or has expired. Make a new key, or refresh the token.")
                    .challenge("Bearer error=\"invalid_token\"")
            }
        }
    }
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cookie(_) => "Cookie(…)",
            Self::Bearer(_) => "Bearer(…)",
        })
    }
}

/// Whoever asks, proven; a write with a cookie comes from our own pages.
#[derive(Debug, Clone)]
pub struct Proven {
    /// Who.
    pub caller: Caller,
    /// By what.
    pub proof: Proof,
}

impl<S: Send + Sync> FromRequestParts<S> for Proven
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let proof = Proof::of(&parts.headers, app.settings.https()).ok_or_else(Problem::unauthenticated)?;
        let caller = proof.caller(&app).await?.ok_or_else(|| proof.refused())?;
        let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let sent = parts.headers.get(CSRF_HEADER).and_then(|v| v.to_str().ok()).unwrap_or_default();
        match &proof {
            Proof::Cookie(token) if !reads && !same(sent, &csrf_token(token)) => {
                Err(Problem::new(StatusCode::FORBIDDEN, "auth.csrf", "The request came from elsewhere")
                    .detail("Reload the page. Programs use an API key, or send the csrf_token of GET /api/v1/me as x-csrf-token."))
            }
            _ => Ok(Self { caller, proof }),
        }
    }
}

/// Somebody with a session, in person: what concerns one's own account is not for keys, apps and devices.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The session's token.
    pub token: String,
    /// The organisation through whose identity provider the session began: it opens that one only.
    pub sso: Option<OrgId>,
    /// When they last proved who they are.
    pub proven_at: Option<Instant>,
}

impl SignedIn {
    /// Who looks at a page with a session of their own; `None` without one. A form on the page has to send the session's
    /// [`csrf_token`] along, since nothing else is checked here.
    pub async fn on_page(app: &App, headers: &HeaderMap) -> Result<Option<Self>, sqlx::Error> {
        let Some(token) = cookie(headers, cookie_name(app.settings.https())) else { return Ok(None) };
        let caller = app.directory.session(&token).await?;
        Ok(caller.and_then(|caller| Self::of(&caller, token)))
    }

    /// The same, as guards know it.
    pub fn caller(&self) -> Caller {
        let &Self { person, sso, proven_at, .. } = self;
        Caller { principal: Principal::Person(person), person: Some(person), reach: None, sso, proven_at }
    }

    /// The caller with the session of `token`, if they are a person.
    fn of(caller: &Caller, token: String) -> Option<Self> {
        let &Caller { principal, sso, proven_at, .. } = caller;
        match principal {
            Principal::Person(person) => Some(Self { person, token, sso, proven_at }),
            _ => None,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Proven { caller, proof } = Proven::from_request_parts(parts, state).await?;
        let signed_in = match proof {
            Proof::Cookie(token) => Self::of(&caller, token),
            Proof::Bearer(_) => None,
        };
        signed_in.ok_or_else(|| {
            Problem::new(StatusCode::FORBIDDEN, "auth.people_only", "A person has to do this")
                .detail("It needs somebody who has signed in; keys, apps and devices may not.")
        })
    }
}

/// A name for whoever asks, to count their requests by; `None` for nobody in particular. A secret that nobody gave out
/// counts as none: else everybody could make up as many callers as they like.
pub async fn caller(app: &App, headers: &HeaderMap) -> Option<String> {
    let proof = Proof::of(headers, app.settings.https())?;
    let caller = proof.caller(app).await.ok()??;
    Some(match (caller.principal, proof) {
        (Principal::Person(_) | Principal::Device(_), Proof::Cookie(token)) => derive("caller", &token),
        (principal, _) => format!("{principal:?}"),
    })
}

fn derive(purpose: &str, session_token: &str) -> String {
    let text = format!("{purpose}:{session_token}");
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    BASE64URL_NOPAD.encode(&digest.as_ref()[..18])
}

/// The credential of an `Authorization` header; empty if it is of another scheme.
fn bearer(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => "",
    }
}

/// The value of the cookie `name`.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let headers = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    headers
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Compares secrets in constant time.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}
