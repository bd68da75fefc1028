//! Devices that a link made door staff.

use async_trait::async_trait;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
};
use kernel::{CheckInListId, DoorLinkId};
use store::Cx;

use super::{Caller, Principal, Proven, correlation};
use crate::{App, Problem};

/// Looks up links that make devices door staff; answers may be as old as those of [`super::Directory`].
#[async_trait]
pub trait Devices: Send + Sync {
    /// The device that shows the secret of a live link.
    async fn device(&self, secret: &str) -> Result<Option<Caller>, sqlx::Error>;
}

/// A device at the door, asking about itself.
#[derive(Debug, Clone)]
pub struct Device {
    /// What use cases take first.
    pub cx: Cx,
    /// The link it came by.
    pub link: DoorLinkId,
    /// The one check-in list it sees; `None` for every list.
    pub list: Option<CheckInListId>,
}

impl<S: Send + Sync> FromRequestParts<S> for Device
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let Proven { caller, .. } = Proven::from_request_parts(parts, state).await?;
        let org = caller.reach.as_ref().and_then(|reach| reach.org);
        match (caller.principal, org) {
            (Principal::Device(link), Some(org)) => Ok(Self {
                cx: app.cx(org, caller.principal.actor(), correlation(parts, &app)),
                link,
                list: caller.reach.and_then(|reach| reach.list),
            }),
            _ => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "auth.devices_only",
                "This is for devices at the door",
            )
            .detail("Open the link for door staff on the device.")),
        }
    }
}
