//! `/api/v1/me/recovery-codes`.

use axum::extract::State;
use httpkit::{ApiRouter, App, Json, Origin, Problem, Recent, routes};
use serde::Serialize;
use utoipa::ToSchema;

/// The operations on one's recovery codes.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(replace_recovery_codes))
}

/// Codes that each sign in once, shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten codes.
    pub recovery_codes: Vec<String>,
}

/// Make new recovery codes, in place of those before
#[utoipa::path(post, path = "/api/v1/me/recovery-codes", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The codes, shown this once", body = RecoveryCodes),
        (status = 409, description = "There is no second factor yet", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn replace_recovery_codes(
    State(app): State<App>,
    recent: Recent,
    origin: Origin,
) -> Result<Json<RecoveryCodes>, Problem> {
    let recovery_codes = super::replace(&app, recent.person, &origin).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}
