//! `/api/v1/me/apps`.

use axum::{extract::State, http::StatusCode};
use httpkit::{ApiRouter, App, Json, Origin, Path, Problem, SignedIn, routes};
use kernel::{ConsentId, Instant, PermissionSet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Consent;

/// The operations on what one allows apps.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_own_apps)).routes(routes!(revoke_own_app))
}

/// An app that acts for the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowedApp)]
pub struct ConsentView {
    /// What was allowed.
    id: ConsentId,
    /// What the app is called.
    app: String,
    /// The name of the organisation in which it acts.
    organisation: String,
    /// The organisation's slug.
    org: String,
    /// What it may do at most; never more than the caller.
    permissions: PermissionSet,
    /// When it was allowed.
    created_at: Instant,
    /// When it was last used, to within a minute.
    last_used_at: Option<Instant>,
}

impl From<Consent> for ConsentView {
    fn from(consent: Consent) -> Self {
        Self {
            id: consent.id,
            app: consent.app,
            organisation: consent.organisation,
            org: consent.org_slug,
            permissions: consent.permissions,
            created_at: consent.created_at,
            last_used_at: consent.last_used_at,
        }
    }
}

/// Apps that act for the caller.
#[derive(Debug, Serialize, ToSchema)]
struct AllowedApps {
    /// The apps, latest first.
    items: Vec<ConsentView>,
}

#[derive(Debug, Deserialize)]
struct ConsentPath {
    consent: ConsentId,
}

/// The apps that one allowed to act for oneself
#[utoipa::path(get, path = "/api/v1/me/apps", tag = "keys", security(("session" = [])),
    responses((status = 200, description = "The apps, latest first", body = AllowedApps)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn list_own_apps(State(app): State<App>, signed_in: SignedIn) -> Result<Json<AllowedApps>, Problem> {
    let consents = super::list_own(&app.db, signed_in.person).await?;
    Ok(Json(AllowedApps { items: consents.into_iter().map(Into::into).collect() }))
}

/// Take back what one allowed an app
#[utoipa::path(delete, path = "/api/v1/me/apps/{consent}", tag = "keys", security(("session" = [])),
    params(("consent" = inline(ConsentId), Path, description = "What was allowed")),
    responses((status = 204, description = "Its tokens are refused from now on")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn revoke_own_app(
    State(app): State<App>,
    signed_in: SignedIn,
    origin: Origin,
    Path(path): Path<ConsentPath>,
) -> Result<StatusCode, Problem> {
    super::revoke_own(&app, signed_in.person, path.consent, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
