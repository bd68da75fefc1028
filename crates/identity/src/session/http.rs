//! `/api/v1/auth`: signing in and out.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::CookieJar;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Problem, SignedIn, limits};
use kernel::Email;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::cookie;
use crate::{Error, person::http::SessionView};

/// Signing in and out.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(sign_in)).routes(routes!(sign_out))
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

/// Sign in
#[utoipa::path(post, path = "/api/v1/auth/sign-in", tag = "identity", request_body = SignIn,
    responses((status = 200, description = "Signed in; the session is in the cookie", body = SessionView),
        (status = 401, description = "The address or the password is wrong", body = Problem,
            content_type = "application/problem+json")))]
async fn sign_in(
    State(app): State<App>,
    jar: CookieJar,
    headers: HeaderMap,
    Checked(body): Checked<SignIn>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let email: Email = body.email.parse().map_err(|_| Error::WrongCredentials)?;
    limits::account(&app, &email).await?;
    let person = super::authenticate(&app.db, &email, body.password).await?;
    // A session that was there before ends here: a token that somebody else planted is worth nothing.
    if let Some(old) = cookie::token(&jar, &app) {
        super::end(&app.db, &old).await?;
    }
    let token = super::start(&app, person, &headers).await?;
    let view = SessionView::load(&app, person, &token).await?;
    Ok((cookie::put(jar, &app, token), Json(view)))
}

/// Sign out
#[utoipa::path(post, path = "/api/v1/auth/sign-out", tag = "identity", security(("session" = [])),
    responses((status = 204, description = "Signed out")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn sign_out(
    State(app): State<App>,
    jar: CookieJar,
    signed_in: SignedIn,
) -> Result<(StatusCode, CookieJar), Problem> {
    super::end(&app.db, &signed_in.token).await?;
    Ok((StatusCode::NO_CONTENT, cookie::remove(jar, &app)))
}
