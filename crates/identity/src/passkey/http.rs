//! `/api/v1/auth/passkey` and `/api/v1/me/passkeys`. Options and answers are those of the browser: what
//! `PublicKeyCredential.parseCreationOptionsFromJSON` takes and `toJSON` gives (Level 3, §5.1.8 to §5.1.10).

use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Origin, Path, Problem, Recent, SignedIn, routes, rules};
use kernel::PasskeyId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Passkey;
use crate::{person::http::SessionView, session::http::enter};

/// The operations on passkeys.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(passkey_sign_in_options))
        .routes(routes!(passkey_sign_in))
        .routes(routes!(list_passkeys, add_passkey))
        .routes(routes!(passkey_options))
        .routes(routes!(rename_passkey, remove_passkey))
}

/// One's passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyList {
    /// The passkeys, oldest first.
    pub items: Vec<Passkey>,
}

/// A new passkey.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyIn {
    /// What to call it, such as the device's name.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The browser's answer (`RegistrationResponseJSON`).
    #[garde(skip)]
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// Another name for a passkey.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyPatch {
    /// What to call it.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// One of one's own passkeys.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PasskeyPath {
    /// The passkey.
    pub passkey: PasskeyId,
}

/// A passkey's answer.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignIn {
    /// The browser's answer (`AuthenticationResponseJSON`).
    #[garde(skip)]
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// What the browser needs to ask for a passkey, whoever it is
#[utoipa::path(post, path = "/api/v1/auth/passkey/options", tag = "identity",
    responses((status = 200, description = "`PublicKeyCredentialRequestOptionsJSON`, good for ten minutes",
        body = Object)))]
async fn passkey_sign_in_options(State(app): State<App>) -> Result<Json<Value>, Problem> {
    Ok(Json(super::begin_authentication(&app).await?))
}

/// Sign in with a passkey, which is both factors at once
#[utoipa::path(post, path = "/api/v1/auth/passkey", tag = "identity", request_body = PasskeySignIn,
    responses((status = 200, description = "Signed in; the session is in the cookie", body = SessionView),
        (status = 401, description = "The passkey was refused", body = Problem,
            content_type = "application/problem+json")))]
async fn passkey_sign_in(
    State(app): State<App>,
    jar: CookieJar,
    origin: Origin,
    Checked(body): Checked<PasskeySignIn>,
) -> Result<(CookieJar, Json<SessionView>), Problem> {
    let person = super::authenticate(&app, body.credential, &origin).await?;
    enter(&app, jar, &origin, person).await
}

/// One's passkeys
#[utoipa::path(get, path = "/api/v1/me/passkeys", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The passkeys, oldest first", body = PasskeyList)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn list_passkeys(State(app): State<App>, signed_in: SignedIn) -> Result<Json<PasskeyList>, Problem> {
    Ok(Json(PasskeyList { items: super::list(&app, signed_in.person).await? }))
}

/// What the browser needs to make a passkey
#[utoipa::path(post, path = "/api/v1/me/passkeys/options", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "`PublicKeyCredentialCreationOptionsJSON`, good for ten minutes",
        body = Object)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn passkey_options(State(app): State<App>, recent: Recent) -> Result<Json<Value>, Problem> {
    Ok(Json(super::begin_registration(&app, recent.person).await?))
}

/// Add a passkey
#[utoipa::path(post, path = "/api/v1/me/passkeys", tag = "identity", security(("session" = [])),
    request_body = PasskeyIn, responses((status = 201, description = "The passkey", body = Passkey)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn add_passkey(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Checked(body): Checked<PasskeyIn>,
) -> Result<(StatusCode, Json<Passkey>), Problem> {
    let PasskeyIn { name, credential } = body;
    let passkey = super::finish_registration(&app, recent.person, &name, credential, &origin).await?;
    Ok((StatusCode::CREATED, Json(passkey)))
}

/// Call a passkey something else
#[utoipa::path(patch, path = "/api/v1/me/passkeys/{passkey}", tag = "identity", security(("session" = [])),
    params(PasskeyPath), request_body = PasskeyPatch,
    responses((status = 200, description = "The passkey as it is now", body = Passkey)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn rename_passkey(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(path): Path<PasskeyPath>,
    Checked(body): Checked<PasskeyPatch>,
) -> Result<Json<Passkey>, Problem> {
    Ok(Json(super::rename(&app, signed_in.person, path.passkey, &body.name).await?))
}

/// Remove a passkey, and end all of one's sessions but this one
#[utoipa::path(delete, path = "/api/v1/me/passkeys/{passkey}", tag = "identity", security(("session" = [])),
    params(PasskeyPath),
    responses((status = 204, description = "It signs in no more"),
        (status = 409, description = "It is the only way to sign in", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn remove_passkey(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
    Path(path): Path<PasskeyPath>,
) -> Result<StatusCode, Problem> {
    super::remove(&app, recent.person, &recent.token, path.passkey, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
