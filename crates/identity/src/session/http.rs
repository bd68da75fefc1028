//! `/api/v1/auth`: signing in and out; `/api/v1/me/sessions`: where one is signed in.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Fresh, Json, Origin, Path, Problem, SignedIn, limits, routes};
use kernel::{Email, PersonId, SessionId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Listed, cookie};
use crate::{
    Error,
    person::http::SessionView,
    second_factor::{self, http::SecondFactorAsked},
    throttle::{self, Target},
};

/// Signing in and out, and where one is signed in.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(sign_in))
        .routes(routes!(sign_out))
        .routes(routes!(list_sessions, end_other_sessions))
        .routes(routes!(end_session))
}

/// An address and its password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address somebody signed up with.
    #[garde(length(max = 300))]
    #[schema(format = Email, max_length = 300)]
    pub email: String,
    /// Their password.
    #[garde(length(max = 1000))]
    #[schema(format = Password, max_length = 1000)]
    pub password: String,
}

/// Where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    /// The sessions, latest used first.
    pub items: Vec<Listed>,
}

/// Signed out here.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedOut {
    /// Where the browser signs out of the identity provider, too.
    pub continue_at: String,
}

/// One of one's own sessions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SessionPath {
    /// The session.
    pub session: SessionId,
}

/// Gives the browser a session of `person`. One that was there before ends here: a token that somebody else planted is
/// worth nothing.
pub(crate) async fn enter(
    app: &App,
    jar: CookieJar,
    origin: &Origin,
    person: PersonId,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    if let Some(old) = cookie::token(&jar, app) {
        super::end(&app.db, &old).await?;
    }
    let token = super::start(app, person, origin, None).await?;
    let view = SessionView::load(app, person, &token).await?;
    Ok((cookie::put(jar, app, token), Json(view)))
}

/// Sign in
#[utoipa::path(post, path = "/api/v1/auth/sign-in", tag = "identity", request_body = SignIn,
    responses((status = 200, description = "Signed in; the session is in the cookie", body = SessionView),
        (status = 202, description = "The password is right; a second factor is asked for", body = SecondFactorAsked),
        (status = 401, description = "The address or the password is wrong", body = Problem,
            content_type = "application/problem+json")))]
async fn sign_in(
    State(app): State<App>,
    jar: CookieJar,
    origin: Origin,
    Checked(body): Checked<SignIn>,
) -> Result<Response, Problem> {
    let email: Email = body.email.parse().map_err(|_| Error::WrongCredentials)?;
    limits::account(&app, &email).await?;
    let guess = throttle::guess(&app, Target::address(&email), &origin).await?;
    let person = super::authenticate(&app, &email, body.password, &origin).await?;
    guess.was_right().await;
    match second_factor::ask(&app, person).await? {
        Some(second_factor) => {
            Ok((StatusCode::ACCEPTED, Json(SecondFactorAsked { second_factor })).into_response())
        }
        None => Ok(enter(&app, jar, &origin, person).await?.into_response()),
    }
}

/// Sign out
#[utoipa::path(post, path = "/api/v1/auth/sign-out", tag = "identity", security(("session" = [])),
    responses((status = 204, description = "Signed out"),
        (status = 200, description = "Signed out here; the browser goes on to sign out at the identity provider",
            body = SignedOut)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn sign_out(State(app): State<App>, jar: CookieJar, signed_in: SignedIn) -> Result<Response, Problem> {
    let there = super::provider(&app, &signed_in).await?;
    super::end(&app.db, &signed_in.token).await?;
    let jar = cookie::remove(jar, &app);
    Ok(match there {
        Some(continue_at) => (jar, Json(SignedOut { continue_at })).into_response(),
        None => (StatusCode::NO_CONTENT, jar).into_response(),
    })
}

/// Where one is signed in
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The sessions, latest used first", body = SessionList)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn list_sessions(State(app): State<App>, signed_in: SignedIn) -> Result<Json<SessionList>, Problem> {
    let items = super::list(&app, signed_in.person, &signed_in.token).await?;
    Ok(Json(SessionList { items }))
}

/// End one of one's own sessions
///
/// It asks for a fresh proof of who one is: a session that was left open ends no others.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{session}", tag = "identity", security(("session" = [])),
    params(SessionPath), responses((status = 204, description = "It is refused from the next request on")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn end_session(
    State(app): State<App>,
    signed_in: SignedIn,
    _: Fresh,
    origin: Origin,
    Path(path): Path<SessionPath>,
) -> Result<StatusCode, Problem> {
    super::revoke(&app, signed_in.person, path.session, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End all of one's sessions but this one
///
/// It asks for a fresh proof of who one is.
#[utoipa::path(delete, path = "/api/v1/me/sessions", tag = "identity", security(("session" = [])),
    responses((status = 204, description = "They are refused from the next request on")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn end_other_sessions(
    State(app): State<App>,
    signed_in: SignedIn,
    _: Fresh,
    origin: Origin,
) -> Result<StatusCode, Problem> {
    super::revoke_others(&app, signed_in.person, &signed_in.token, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
