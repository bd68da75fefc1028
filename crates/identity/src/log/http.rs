//! `/api/v1/me/log`: what happened to one's account.

use axum::extract::State;
use httpkit::{ApiRouter, App, Json, Problem, SignedIn, routes};
use serde::Serialize;
use utoipa::ToSchema;

use super::Told;

/// The operation on one's log.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(my_log))
}

/// What happened to an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountLog {
    /// The last hundred entries, latest first.
    pub items: Vec<Told>,
}

/// What happened to one's account lately: sign-ins, refused ones, changes
#[utoipa::path(get, path = "/api/v1/me/log", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The last hundred entries, latest first", body = AccountLog)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn my_log(State(app): State<App>, signed_in: SignedIn) -> Result<Json<AccountLog>, Problem> {
    Ok(Json(AccountLog { items: super::latest(&app.db, signed_in.person).await? }))
}
