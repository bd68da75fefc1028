//! The event in the path. What lies outside is 404.

use std::{marker::PhantomData, sync::Arc};

use ::store::Cx;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use httpkit::{
    App, Guest, Problem,
    auth::{self, Membership, path_param},
};
use kernel::{CheckInListId, PermissionSet, Requires, perm};
use utoipa::IntoParams;

use crate::event::{self, EventHead, Status};

/// The path parameters of everything about one event, for the OpenAPI document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EventPath {
    /// The organisation's slug.
    #[param(example = "harbour-hall")]
    pub org: String,
    /// The event's slug.
    #[param(example = "open-air-2027")]
    pub event: String,
}

/// A member of the organisation in the path who may do `P` at the event in the path. Events that none of their roles
/// grants are 404.
#[derive(Debug, Clone)]
pub struct EventScope<P> {
    /// What use cases take first.
    pub cx: Cx,
    /// The event.
    pub event: Arc<EventHead>,
    /// The organisation's slug.
    pub org_slug: String,
    /// All that the caller may do at the event.
    pub held: PermissionSet,
    /// The one check-in list the caller sees; `None` for every list.
    pub list: Option<CheckInListId>,
    permission: PhantomData<P>,
}

/// Anybody at a live event.
#[derive(Debug, Clone)]
pub struct GuestEvent {
    /// What use cases take first.
    pub cx: Cx,
    /// The event.
    pub event: Arc<EventHead>,
    /// The organisation's slug.
    pub org_slug: String,
}

/// Somebody who looks at an event's page: anybody if it is or was on sale and is not a draft again; a draft is for
/// members of the organisation only, as a preview.
#[derive(Debug, Clone)]
pub struct SeenEvent {
    /// What use cases take first.
    pub cx: Cx,
    /// The event.
    pub event: Arc<EventHead>,
    /// The organisation's slug.
    pub org_slug: String,
}

impl GuestEvent {
    /// The same event for whoever only looks at its page.
    pub fn seen(&self) -> SeenEvent {
        SeenEvent { cx: self.cx.clone(), event: self.event.clone(), org_slug: self.org_slug.clone() }
    }
}

impl SeenEvent {
    /// Whether the page is not public.
    pub fn is_preview(&self) -> bool {
        self.event.status == Status::Draft
    }
}

/// Somebody with a secret link to an event that was public once: orders stay readable after the sale was stopped.
#[derive(Debug, Clone)]
pub struct LinkedEvent {
    /// What use cases take first.
    pub cx: Cx,
    /// The event.
    pub event: Arc<EventHead>,
    /// The organisation's slug.
    pub org_slug: String,
}

impl<S: Send + Sync, P: Requires> FromRequestParts<S> for EventScope<P>
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Membership { cx, slug, grant, list } = Membership::from_request_parts(parts, state).await?;
        let event = event_in_path(&cx, parts, state).await?;
        let held = grant.at(event.id).ok_or_else(|| Problem::not_found("event"))?;
        auth::allow::<P>(&App::from_ref(state), &cx, held, Some(event.id)).await?;
        Ok(Self { cx, event, org_slug: slug, held, list, permission: PhantomData })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SeenEvent
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Guest { cx, slug: org_slug } = Guest::from_request_parts(parts, state).await?;
        let event = event_in_path(&cx, parts, state).await?;
        let not_there = |_| Problem::not_found("event");
        match event.status {
            Status::Draft => {
                EventScope::<perm::Member>::from_request_parts(parts, state).await.map_err(not_there)?;
            }
            Status::Cancelled if event.published_at.is_none() => return Err(Problem::not_found("event")),
            Status::Live | Status::Cancelled => {}
        }
        Ok(Self { cx, event, org_slug })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LinkedEvent
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Guest { cx, slug } = Guest::from_request_parts(parts, state).await?;
        let event = event_in_path(&cx, parts, state).await?;
        if event.published_at.is_none() {
            return Err(Problem::not_found("event"));
        }
        Ok(Self { cx, event, org_slug: slug })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for GuestEvent
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let LinkedEvent { cx, event, org_slug } = LinkedEvent::from_request_parts(parts, state).await?;
        if event.status != Status::Live {
            return Err(Problem::not_found("event"));
        }
        Ok(Self { cx, event, org_slug })
    }
}

async fn event_in_path<S: Send + Sync>(
    cx: &Cx,
    parts: &mut Parts,
    state: &S,
) -> Result<Arc<EventHead>, Problem> {
    let slug = path_param(parts, state, "event").await?;
    event::head(cx, &slug).await?.ok_or_else(|| Problem::not_found("event"))
}
