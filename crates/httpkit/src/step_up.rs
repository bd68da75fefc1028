//! Step-up: the most sensitive operations ask for a proof of who one is that is at most ten minutes old, and an
//! organisation may ask its members for a second factor.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
};
use kernel::{Instant, OrgId, PersonId};

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
        let SignedIn { person, token, sso, proven_at } = SignedIn::from_request_parts(parts, state).await?;
        if sso.is_some() && path_param(parts, state, "org").await.is_err() {
            return Err(of_the_account());
        }
        require_recent(&app, proven_at)?;
        Ok(Self { person, token })
    }
}

/// Whoever may do something sensitive for an organisation: a person who proved who they are within the last ten minutes,
/// or a program: its key was made, or its app registered, with such a proof.
#[derive(Debug, Clone, Copy)]
pub struct Fresh;

impl<S: Send + Sync> FromRequestParts<S> for Fresh
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        HowFresh::from_request_parts(parts, state).await?.require()?;
        Ok(Self)
    }
}

/// What [`Fresh`] asks, to be asked once the body has told that something sensitive is to be done.
#[derive(Clone)]
pub struct HowFresh {
    app: App,
    proven: Proven,
}

impl<S: Send + Sync> FromRequestParts<S> for HowFresh
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let proven = Proven::from_request_parts(parts, state).await?;
        Ok(Self { app: App::from_ref(state), proven })
    }
}

impl HowFresh {
    /// Refuses people who have not proven who they are within the last ten minutes.
    pub fn require(&self) -> Result<(), Problem> {
        match &self.proven.proof {
            Proof::Cookie(_) => require_recent(&self.app, self.proven.caller.proven_at),
            Proof::Bearer(_) => Ok(()),
        }
    }
}

fn require_recent(app: &App, proven_at: Option<Instant>) -> Result<(), Problem> {
    match proven_at {
        Some(at) if app.now().seconds_since(at) < RECENT_SECONDS => Ok(()),
        _ => Err(prove_again()
            .detail("Confirm with your password, a code or a passkey: POST /api/v1/auth/step-up.")),
    }
}

fn prove_again() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "auth.step_up_required", "Prove again who you are")
}

/// Whether somebody who manages the organisation's members signed the caller out of it after they proved who they are.
pub(crate) async fn is_signed_out(app: &App, org: OrgId, caller: &Caller) -> Result<bool, sqlx::Error> {
    let (Some(person), Some(proven_at)) = (caller.person, caller.proven_at) else { return Ok(false) };
    Ok(app.directory.signed_out_at(org, person).await?.is_some_and(|at| proven_at <= at))
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
    if is_signed_out(app, org, caller).await? {
        return Err(prove_again().detail(
            "You were signed out of this organisation. Confirm with your password, a code or a passkey: \
             POST /api/v1/auth/step-up. A key of your own that you made before counts here no more.",
        ));
    }
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
