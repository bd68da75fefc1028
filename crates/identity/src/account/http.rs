//! `/api/v1/auth/{forgot,reset,verify-email}` and `/api/v1/me/{password,email,verify-email}`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Origin, Problem, Recent, SignedIn, routes};
use kernel::Email;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    letter::{self, Letter},
    password, person,
    throttle::{self, Target},
};

/// The operations on password and e-mail address.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(forgot_password))
        .routes(routes!(reset_password))
        .routes(routes!(verify_email))
        .routes(routes!(change_password))
        .routes(routes!(change_email))
        .routes(routes!(mail_verification))
}

/// An address.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailIn {
    /// The address.
    #[garde(skip)]
    pub email: Email,
}

/// A mailed link.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenIn {
    /// What the link has as `token`.
    #[garde(length(max = 100))]
    #[schema(max_length = 100)]
    pub token: String,
}

/// A new password with a mailed link.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetIn {
    /// What the link has as `token`.
    #[garde(length(max = 100))]
    #[schema(max_length = 100)]
    pub token: String,
    /// The new password, 8 to 200 characters.
    #[garde(custom(password::long_enough))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub password: String,
}

/// A new password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordIn {
    /// The new password, 8 to 200 characters.
    #[garde(custom(password::long_enough))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub password: String,
}

/// Have a link mailed to choose a new password
#[utoipa::path(post, path = "/api/v1/auth/forgot", tag = "identity", request_body = EmailIn,
    responses((status = 202, description = "If the address has an account, a mail is on its way")))]
async fn forgot_password(
    State(app): State<App>,
    origin: Origin,
    Checked(body): Checked<EmailIn>,
) -> Result<StatusCode, Problem> {
    // Never taken back: nobody needs more than a few of these mails.
    let _counted = throttle::guess(&app, Target::mails(&body.email), &origin).await?;
    super::forgot(&app, &body.email).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Choose a new password with a mailed link; every session ends
#[utoipa::path(post, path = "/api/v1/auth/reset", tag = "identity", request_body = ResetIn,
    responses((status = 204, description = "The password is changed; sign in with it")))]
async fn reset_password(
    State(app): State<App>,
    origin: Origin,
    Checked(body): Checked<ResetIn>,
) -> Result<StatusCode, Problem> {
    super::reset(&app, &body.token, body.password, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Prove with a mailed link that mails arrive
#[utoipa::path(post, path = "/api/v1/auth/verify-email", tag = "identity", request_body = TokenIn,
    responses((status = 204, description = "The address is verified, and the account's if it is a new one")))]
async fn verify_email(
    State(app): State<App>,
    origin: Origin,
    Checked(body): Checked<TokenIn>,
) -> Result<StatusCode, Problem> {
    super::verify_email(&app, &body.token, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change one's password; one's other sessions end
#[utoipa::path(post, path = "/api/v1/me/password", tag = "identity", security(("session" = [])),
    request_body = PasswordIn, responses((status = 204, description = "The password is changed")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn change_password(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Checked(body): Checked<PasswordIn>,
) -> Result<StatusCode, Problem> {
    super::change_password(&app, recent.person, &recent.token, body.password, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change one's e-mail address; it takes effect when the link mailed to it is followed
#[utoipa::path(post, path = "/api/v1/me/email", tag = "identity", security(("session" = [])),
    request_body = EmailIn, responses((status = 202, description = "A mail is on its way to the new address")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn change_email(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Checked(body): Checked<EmailIn>,
) -> Result<StatusCode, Problem> {
    let _counted = throttle::guess(&app, Target::mails(&body.email), &origin).await?;
    super::request_email(&app, recent.person, &body.email, &origin).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Have the mail that verifies one's address sent again
#[utoipa::path(post, path = "/api/v1/me/verify-email", tag = "identity", security(("session" = [])),
    responses((status = 202, description = "A mail is on its way, unless the address is verified already")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn mail_verification(
    State(app): State<App>,
    signed_in: SignedIn,
    origin: Origin,
) -> Result<StatusCode, Problem> {
    let person = person::get(&app.db, signed_in.person).await?;
    let _counted = throttle::guess(&app, Target::Mails(person.email.to_lowercase()), &origin).await?;
    if !person.email_verified {
        letter::send(&app.db, app.now(), Some(person.id), Letter::VerifyEmail).await?;
    }
    Ok(StatusCode::ACCEPTED)
}
