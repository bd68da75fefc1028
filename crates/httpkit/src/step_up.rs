//! Step-up: the most sensitive operations ask for a proof of who one is that is at most ten minutes old, and an
//! organisation may ask its members for a second factor.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
};
use kernel::{OrgId, PersonId};

use crate::{App, Problem, SignedIn};

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
        let SignedIn { person, token } = SignedIn::from_request_parts(parts, state).await?;
        let at = app.directory.authenticated_at(&token).await?.ok_or_else(Problem::unauthenticated)?;
        if app.now().seconds_since(at) < RECENT_SECONDS {
            return Ok(Self { person, token });
        }
        Err(Problem::new(StatusCode::FORBIDDEN, "auth.step_up_required", "Prove again who you are")
            .detail("Confirm with your password, a code or a passkey: POST /api/v1/auth/step-up."))
    }
}

/// Refuses members without a second factor where the organisation asks for one.
pub async fn require_second_factor(app: &App, org: OrgId, person: PersonId) -> Result<(), Problem> {
    if !app.directory.lacks_second_factor(org, person).await? {
        return Ok(());
    }
    let code = "auth.second_factor_required";
    Err(Problem::new(StatusCode::FORBIDDEN, code, "This organisation asks for a second factor")
        .detail("Add an authenticator app or a passkey to your account, then try again."))
}
