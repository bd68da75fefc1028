//! Who asks, for which organisation, and what they may do there. What lies outside the caller's organisations is
//! 404; what they may not do is 403.

mod device;
mod proof;
mod refusal;
mod watch;

use std::{marker::PhantomData, sync::Arc};

use async_trait::async_trait;
use axum::{
    extract::{FromRef, FromRequestParts, RawPathParams},
    http::request::Parts,
};
use kernel::{
    ApiKeyId, CheckInListId, ConsentId, CorrelationId, DoorLinkId, Grant, Instant, OrgId, PermissionSet,
    PersonId, Requires,
};
use store::{Actor, Cx};

pub use device::{Device, Devices};
pub use proof::{CSRF_HEADER, Proof, Proven, SignedIn, caller, cookie_name, csrf_token, same};
pub use refusal::allow;
pub use watch::Watch;

use crate::{App, Problem, step_up};

/// How long answers about callers are kept, in seconds: so long other processes may not know what one changed. A stream
/// that looks every second ends within five.
pub const KEPT_SECONDS: i64 = 3;

/// How exactly it is known when a key or a link was last used.
pub const USED_EVERY_SECONDS: i64 = 60;

/// Who is behind a request, once proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody with a session.
    Person(PersonId),
    /// A program with an API key.
    Key(ApiKeyId),
    /// A third-party app that somebody allowed to act for them.
    App(ConsentId),
    /// A device that a link made door staff.
    Device(DoorLinkId),
}

impl Principal {
    /// The same, as use cases and the audit log know it.
    pub fn actor(self) -> Actor {
        match self {
            Self::Person(person) => Actor::Person(person),
            Self::Key(key) => Actor::Key(key),
            Self::App(consent) => Actor::App(consent),
            Self::Device(link) => Actor::Device(link),
        }
    }
}

/// Whoever asks, and what bounds them.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// The person whose roles bound it, now and not when it was made; `None` for keys of an organisation and devices.
    pub person: Option<PersonId>,
    /// What it is narrowed to; `None` for people themselves.
    pub reach: Option<Arc<Reach>>,
    /// The organisation through whose identity provider a session began: it opens that one only.
    pub sso: Option<OrgId>,
    /// When a person proved who they are: in a session lately, for a key of theirs when it was made. `None` for what belongs
    /// to the organisation.
    pub proven_at: Option<Instant>,
}

impl Caller {
    /// Somebody in person, who proved it at `proven_at`.
    pub fn person(person: PersonId, proven_at: Instant) -> Self {
        let principal = Principal::Person(person);
        Self { principal, person: Some(person), reach: None, sso: None, proven_at: Some(proven_at) }
    }
}

/// What a key, an app or a device is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The one organisation it is for; `None` for all of its person's.
    pub org: Option<OrgId>,
    /// What it may do there at most.
    pub grant: Arc<Grant>,
    /// The one check-in list it sees; `None` for every list.
    pub list: Option<CheckInListId>,
}

/// Looks up sessions, keys and organisations; answers may be a few seconds old on other processes than the one that
/// changed them.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Whose session a cookie's token belongs to.
    async fn session(&self, token: &str) -> Result<Option<Caller>, sqlx::Error>;
    /// Whose credential this is: an API key or an access token.
    async fn bearer(&self, token: &str) -> Result<Option<Caller>, sqlx::Error>;
    /// The organisation with this slug, whoever asks.
    async fn organisation(&self, slug: &str) -> Result<Option<OrgId>, sqlx::Error>;
    /// What they may do in the organisation; `None` if they don't belong to it.
    async fn grant(&self, org: OrgId, caller: &Caller) -> Result<Option<Arc<Grant>>, sqlx::Error>;
    /// When this member was last signed out of the organisation by somebody else: what they proved before counts no more.
    async fn signed_out_at(&self, org: OrgId, person: PersonId) -> Result<Option<Instant>, sqlx::Error>;
    /// Whether the organisation lets this member in through its identity provider only.
    async fn needs_sso(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error>;
    /// Whether the organisation asks its members for a second factor and the person has none.
    async fn lacks_second_factor(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error>;
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
        let app = App::from_ref(state);
        let Membership { cx, slug, grant, list: _ } = Membership::from_request_parts(parts, state).await?;
        allow::<P>(&app, &cx, grant.everywhere(), None).await?;
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
    /// The one check-in list the caller sees; `None` for every list.
    pub list: Option<CheckInListId>,
}

impl<S: Send + Sync> FromRequestParts<S> for Membership
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let Proven { caller, .. } = Proven::from_request_parts(parts, state).await?;
        let slug = path_param(parts, state, "org").await?;
        let outside = || Problem::not_found("organisation");
        let org = app.directory.organisation(&slug).await?.ok_or_else(outside)?;
        let grant = app.directory.grant(org, &caller).await?.ok_or_else(outside)?;
        if let Some(person) = caller.person {
            step_up::require_way_in(&app, org, person, &caller).await?;
        }
        let list = caller.reach.as_ref().and_then(|reach| reach.list);
        Ok(Self { cx: app.cx(org, caller.principal.actor(), correlation(parts, &app)), slug, grant, list })
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
