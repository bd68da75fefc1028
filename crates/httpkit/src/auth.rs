//! Who asks, for which organisation, and what they may do there. What lies outside the caller's organisations is
//! 404; what they may not do is 403.

use std::{marker::PhantomData, sync::Arc};

use async_trait::async_trait;
use axum::{
    extract::{FromRef, FromRequestParts, RawPathParams},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{CorrelationId, Grant, Instant, OrgId, PermissionSet, PersonId, Requires};
use store::{Actor, Cx};

use crate::{App, Problem, step_up};

/// The header that proves a write comes from our own pages.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: PersonId,
}

/// Who is behind a request, once proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody with a session.
    Person(PersonId),
}

impl Principal {
    /// The same, as use cases and the audit log know it.
    pub fn actor(self) -> Actor {
        match self {
            Self::Person(person) => Actor::Person(person),
        }
    }
}

/// Looks up sessions and organisations; answers may be a few seconds old on other processes than the one that
/// changed them.
#[async_trait]
pub trait Directory: Send + Sync {
    /// The session a cookie's token belongs to.
    async fn session(&self, token: &str) -> Result<Option<Session>, sqlx::Error>;
    /// The organisation with this slug, whoever asks.
    async fn organisation(&self, slug: &str) -> Result<Option<OrgId>, sqlx::Error>;
    /// What they may do in the organisation; `None` if they don't belong to it.
    async fn grant(&self, org: OrgId, principal: Principal) -> Result<Option<Arc<Grant>>, sqlx::Error>;
    /// When the person of a session last proved who they are; `None` if the session is over.
    async fn authenticated_at(&self, token: &str) -> Result<Option<Instant>, sqlx::Error>;
    /// Whether the organisation asks its members for a second factor and the person has none.
    async fn lacks_second_factor(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error>;
}

/// The name of the session cookie: bound to this host where the site is served by HTTPS.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-tessera_session" } else { "tessera_session" }
}

/// The token that a page has to send back with every write, derived from the session's own.
pub fn csrf_token(session_token: &str) -> String {
    derive("csrf", session_token)
}

/// The caller's live session by a name that says nothing about its token; `None` without one. A cookie that nobody
/// gave out counts as none: else everybody could make up as many callers as they like.
pub async fn caller(app: &App, headers: &HeaderMap) -> Option<String> {
    let token = cookie(headers, cookie_name(app.settings.https()))?;
    let session = app.directory.session(&token).await.ok()?;
    session.map(|_| derive("caller", &token))
}

fn derive(purpose: &str, session_token: &str) -> String {
    let text = format!("{purpose}:{session_token}");
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    BASE64URL_NOPAD.encode(&digest.as_ref()[..18])
}

/// Somebody with a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The session's token.
    pub token: String,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let token =
            cookie(&parts.headers, cookie_name(app.settings.https())).ok_or_else(Problem::unauthenticated)?;
        let session = app.directory.session(&token).await?.ok_or_else(Problem::unauthenticated)?;
        let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let sent = parts.headers.get(CSRF_HEADER).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !reads && !same(sent, &csrf_token(&token)) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "auth.csrf", "The request came from elsewhere")
                .detail("Reload the page. Programs send the csrf_token of GET /api/v1/me as x-csrf-token."));
        }
        Ok(Self { person: session.person, token })
    }
}

/// A member of the organisation in the path (`{org}` is its slug) who may do `P` everywhere in it.
#[derive(Debug, Clone)]
pub struct OrgScope<P> {
    /// What use cases take first.
    pub cx: Cx,
    /// The organisation's slug.
    pub slug: String,
    /// All that the caller may do here.
    pub grant: Arc<Grant>,
    permission: PhantomData<P>,
}

impl<S: Send + Sync, P: Requires> FromRequestParts<S> for OrgScope<P>
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Membership { cx, slug, grant } = Membership::from_request_parts(parts, state).await?;
        require::<P>(grant.everywhere())?;
        Ok(Self { cx, slug, grant, permission: PhantomData })
    }
}

/// A member of the organisation in the path, whatever they may do there. Guards build on it; handlers name what they
/// require with [`OrgScope`].
#[derive(Debug, Clone)]
pub struct Membership {
    /// What use cases take first.
    pub cx: Cx,
    /// The organisation's slug.
    pub slug: String,
    /// All that the caller may do here.
    pub grant: Arc<Grant>,
}

impl<S: Send + Sync> FromRequestParts<S> for Membership
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let principal = Principal::Person(SignedIn::from_request_parts(parts, state).await?.person);
        let slug = path_param(parts, state, "org").await?;
        let outside = || Problem::not_found("organisation");
        let org = app.directory.organisation(&slug).await?.ok_or_else(outside)?;
        let grant = app.directory.grant(org, principal).await?.ok_or_else(outside)?;
        let Principal::Person(person) = principal;
        step_up::require_second_factor(&app, org, person).await?;
        Ok(Self { cx: app.cx(org, principal.actor(), correlation(parts, &app)), slug, grant })
    }
}

/// Refuses unless what `P` requires is `held`.
pub fn require<P: Requires>(held: PermissionSet) -> Result<(), Problem> {
    match P::PERMISSION {
        Some(permission) if !held.contains(permission) => Err(Problem::forbidden(permission)),
        _ => Ok(()),
    }
}

/// Anybody, looking at the organisation in the path.
#[derive(Debug, Clone)]
pub struct Guest {
    /// What use cases take first.
    pub cx: Cx,
    /// The organisation's slug.
    pub slug: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Guest
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let slug = path_param(parts, state, "org").await?;
        let org = app.directory.organisation(&slug).await?.ok_or_else(|| Problem::not_found("page"))?;
        Ok(Self { cx: app.cx(org, Actor::Guest, correlation(parts, &app)), slug })
    }
}

/// The correlation id of a request.
pub fn correlation(parts: &Parts, app: &App) -> CorrelationId {
    parts.extensions.get().copied().unwrap_or_else(|| CorrelationId::new(app.now(), &app.chance))
}

/// The path parameter `name`.
pub async fn path_param<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<String, Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await;
    let params = params.map_err(|_| Problem::not_found("page"))?;
    let found = params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    found.ok_or_else(|| Problem::not_found("page"))
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
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}
