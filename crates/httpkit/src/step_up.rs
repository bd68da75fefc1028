//! Step-up: the most sensitive operations ask for a proof of who one is that is at most ten minutes old, and an
//! organisation may ask its members for a second factor.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
};
use kernel::{OrgId, PersonId};

use crate::{
    App, Caller, Principal, Problem, SignedIn,
    auth::{Proof, Proven, path_param},
};

/// How long a proof counts as recent.
pub const RECENT_SECONDS: i64 = 600;

/// Somebody with a session who proved who they are within the last ten minutes, by signing in or by
/// `POST /api/v1/auth/step-up`.
#[derive(Debug, Clone)]
pub struct Recent {
    /// Who.
    pub person: PersonId,
    /// The session's token.
    pub token: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Recent
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let SignedIn { person, token, sso } = SignedIn::from_request_parts(parts, state).await?;
        if sso.is_some() && path_param(parts, state, "org").await.is_err() {
            return Err(of_the_account());
        }
        require_recent(&app, &token).await?;
        Ok(Self { person, token })
    }
}

/// Whoever may do something sensitive for an organisation: a person who proved who they are within the last ten minutes,
/// or a program, whose key or consent somebody made with such a proof.
#[derive(Debug, Clone, Copy)]
pub struct Fresh;

impl<S: Send + Sync> FromRequestParts<S> for Fresh
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        HowFresh::from_request_parts(parts, state).await?.require().await?;
        Ok(Self)
    }
}

/// What [`Fresh`] asks, to be asked once the body has told that something sensitive is to be done.
#[derive(Clone)]
pub struct HowFresh {
    app: App,
    proof: Proof,
}

impl<S: Send + Sync> FromRequestParts<S> for HowFresh
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let proof = Proven::from_request_parts(parts, state).await?.proof;
        Ok(Self { app: App::from_ref(state), proof })
    }
}

impl HowFresh {
    /// Refuses people who have not proven who they are within the last ten minutes.
    pub async fn require(&self) -> Result<(), Problem> {
        match &self.proof {
            Proof::Cookie(token) => require_recent(&self.app, token).await,
            Proof::Bearer(_) => Ok(()),
        }
    }
}

async fn require_recent(app: &App, token: &str) -> Result<(), Problem> {
    let at = app.directory.authenticated_at(token).await?.ok_or_else(Problem::unauthenticated)?;
    if app.now().seconds_since(at) < RECENT_SECONDS {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "auth.step_up_required", "Prove again who you are")
        .detail("Confirm with your password, a code or a passkey: POST /api/v1/auth/step-up."))
}

/// A session that an organisation's identity provider vouched for changes nothing about the account itself, which may
/// belong to other organisations, too.
fn of_the_account() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "auth.sso_session", "Sign in by your own means for this").detail(
        "This session began through an organisation's single sign-on. It can't change your account itself.",
    )
}

/// Refuses members who did not come in the way the organisation asks for: through its identity provider, or with a
/// second factor. What the provider asked somebody for is its own business.
pub async fn require_way_in(app: &App, org: OrgId, person: PersonId, caller: &Caller) -> Result<(), Problem> {
    let in_person = caller.principal == Principal::Person(person);
    match caller.sso {
        Some(through) if through == org => return Ok(()),
        Some(_) => {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "auth.sso_elsewhere",
                "This session is for another organisation",
            )
            .detail("It began through that organisation's single sign-on. Sign in again to come here."));
        }
        // A key is for what its person may do, and made by their own means: it has no way in of its own.
        None if in_person && app.directory.needs_sso(org, person).await? => {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "auth.sso_required",
                "This organisation asks for single sign-on",
            )
            .detail("Sign in through its identity provider: /sso/ and the organisation's slug."));
        }
        None => {}
    }
    if !app.directory.lacks_second_factor(org, person).await? {
        return Ok(());
    }
    let code = "auth.second_factor_required";
    Err(Problem::new(StatusCode::FORBIDDEN, code, "This organisation asks for a second factor")
        .detail("Add an authenticator app or a passkey to your account, then try again."))
}
