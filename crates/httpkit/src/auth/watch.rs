//! Whoever keeps listening is asked again and again who they are.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use kernel::{EventId, OrgId, PermissionSet};

use super::{Proof, path_param};
use crate::{App, Problem, step_up};

/// What a request brought, to be looked at again while its answer goes on: a stream ends soon after the session, the key
/// or the membership behind it.
#[derive(Clone)]
pub struct Watch {
    app: App,
    proof: Proof,
    org: OrgId,
}

impl Watch {
    /// What the caller may do at the event by now; `None` if they should not be here any more.
    pub async fn held_at(&self, event: EventId) -> Result<Option<PermissionSet>, sqlx::Error> {
        let Some(caller) = self.proof.caller(&self.app).await? else { return Ok(None) };
        if step_up::is_signed_out(&self.app, self.org, &caller).await? {
            return Ok(None);
        }
        let grant = self.app.directory.grant(self.org, &caller).await?;
        Ok(grant.and_then(|grant| grant.at(event)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Watch
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let slug = path_param(parts, state, "org").await?;
        let proof = Proof::of(&parts.headers, app.settings.https()).ok_or_else(Problem::unauthenticated)?;
        let org =
            app.directory.organisation(&slug).await?.ok_or_else(|| Problem::not_found("organisation"))?;
        Ok(Self { app, proof, org })
    }
}
