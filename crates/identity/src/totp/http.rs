//! `/api/v1/me/totp`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Origin, Problem, Recent, routes};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Enrolment;
use crate::{
    person,
    recovery_code::http::RecoveryCodes,
    throttle::{self, Target},
};

/// The operations on one's authenticator app.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(begin_totp, remove_totp)).routes(routes!(confirm_totp))
}

/// A code.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeIn {
    /// The six digits that the app shows.
    #[garde(length(max = 40))]
    #[schema(max_length = 40)]
    pub code: String,
}

/// Start setting up an authenticator app
#[utoipa::path(post, path = "/api/v1/me/totp", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "What the app needs to know", body = Enrolment),
        (status = 409, description = "There is one already", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn begin_totp(State(app): State<App>, recent: Recent) -> Result<Json<Enrolment>, Problem> {
    let person = person::get(&app.db, recent.person).await?;
    Ok(Json(super::begin(&app, recent.person, &person.email).await?))
}

/// Finish setting up an authenticator app
#[utoipa::path(post, path = "/api/v1/me/totp/confirm", tag = "identity", security(("session" = [])),
    request_body = CodeIn,
    responses((status = 200, description = "The recovery codes, shown this once", body = RecoveryCodes)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn confirm_totp(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Checked(body): Checked<CodeIn>,
) -> Result<Json<RecoveryCodes>, Problem> {
    let guess = throttle::guess(&app, Target::Codes(recent.person), &origin).await?;
    let recovery_codes = super::confirm(&app, recent.person, &body.code, &origin).await?;
    guess.was_right().await;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Remove one's authenticator app
#[utoipa::path(delete, path = "/api/v1/me/totp", tag = "identity", security(("session" = [])),
    responses((status = 204, description = "It is asked for no more")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn remove_totp(State(app): State<App>, recent: Recent, origin: Origin) -> Result<StatusCode, Problem> {
    super::remove(&app, recent.person, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
