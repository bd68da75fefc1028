//! `/api/v1/auth/second-factor`, `/api/v1/auth/step-up` and `/api/v1/me/factors`.

use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Origin, Problem, SignedIn, routes};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Asked, Factors};
use crate::{
    Error, account,
    log::{self, Refused},
    passkey,
    person::http::SessionView,
    session::{self, cookie, http::enter},
    throttle::{self, Target},
};

/// The other half of a sign-in, and stepping up.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(second_factor))
        .routes(routes!(mail_sign_in_code))
        .routes(routes!(step_up))
        .routes(routes!(my_factors))
}

/// The password was right; the other half is asked for.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorAsked {
    /// What is asked for.
    pub second_factor: Asked,
}

/// The other half of a sign-in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorIn {
    /// The ticket that signing in answered with.
    #[garde(length(max = 100))]
    #[schema(max_length = 100)]
    pub ticket: String,
    /// A code from the authenticator app, from paper, or from the mail.
    #[garde(length(max = 40))]
    #[schema(max_length = 40)]
    pub code: String,
}

/// A sign-in that waits for its other half.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketIn {
    /// The ticket that signing in answered with.
    #[garde(length(max = 100))]
    #[schema(max_length = 100)]
    pub ticket: String,
}

/// A proof of who one is: exactly one of them.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum StepUp {
    /// The password.
    Password(#[garde(length(max = 1000))] String),
    /// A code from the authenticator app or from paper.
    Code(#[garde(length(max = 40))] String),
    /// A passkey's answer to the options of `POST /api/v1/auth/passkey/options`.
    Passkey(#[garde(skip)] Value),
}

impl StepUp {
    /// Refuses unless it proves that the caller is `person`.
    async fn prove(self, app: &App, person: PersonId, origin: &Origin) -> Result<(), Error> {
        match self {
            Self::Password(password) => account::confirm_password(&app.db, person, password).await,
            Self::Code(code) => super::spend(app, person, &code).await?.then_some(()).ok_or(Error::WrongCode),
            Self::Passkey(answer) => {
                let owner = passkey::authenticate(app, answer, origin).await?;
                (owner == person).then_some(()).ok_or(Error::PasskeyRefused)
            }
        }
    }
}

/// Give the other half of a sign-in
#[utoipa::path(post, path = "/api/v1/auth/second-factor", tag = "identity", request_body = SecondFactorIn,
    responses((status = 200, description = "Signed in; the session is in the cookie", body = SessionView),
        (status = 401, description = "The sign-in has to start again", body = Problem,
            content_type = "application/problem+json")))]
async fn second_factor(
    State(app): State<App>,
    jar: CookieJar,
    origin: Origin,
    Checked(body): Checked<SecondFactorIn>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let person = super::answer(&app, &body.ticket, &body.code, &origin).await?;
    enter(&app, jar, &origin, person).await
}

/// Have a code for the other half of a sign-in mailed
#[utoipa::path(post, path = "/api/v1/auth/second-factor/mail", tag = "identity", request_body = TicketIn,
    responses((status = 202, description = "It is mailed if the address is known to be theirs"),
        (status = 401, description = "The sign-in has to start again", body = Problem,
            content_type = "application/problem+json")))]
async fn mail_sign_in_code(
    State(app): State<App>,
    origin: Origin,
    Checked(body): Checked<TicketIn>,
) -> Result<StatusCode, Problem> {
    super::mail_code(&app, &body.ticket, &origin).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Prove again who one is
///
/// The session gets another token: the cookie and the `csrf_token` change.
#[utoipa::path(post, path = "/api/v1/auth/step-up", tag = "identity", security(("session" = [])),
    request_body = StepUp,
    responses((status = 200, description = "For ten minutes the most sensitive operations are open", body = SessionView)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn step_up(
    State(app): State<App>,
    jar: CookieJar,
    signed_in: SignedIn,
    origin: Origin,
    Checked(body): Checked<StepUp>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let SignedIn { person, token, .. } = signed_in;
    let guess = throttle::guess(&app, Target::Codes(person), &origin).await?;
    if let Err(error) = body.prove(&app, person, &origin).await {
        log::refused(&app, Some(person), Refused::Proof, &origin);
        return Err(error.into());
    }
    guess.was_right().await;
    let token = session::renew(&app, person, &token, &origin).await?;
    let view = SessionView::load(&app, person, &token).await?;
    Ok((cookie::put(jar, &app, token), Json(view)))
}

/// What one can prove oneself with
#[utoipa::path(get, path = "/api/v1/me/factors", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The factors", body = Factors)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn my_factors(State(app): State<App>, signed_in: SignedIn) -> Result<Json<Factors>, Problem> {
    Ok(Json(super::factors(&app.db, signed_in.person).await?))
}
