//! `/api/v1/organisations/{org}/events/{event}/price-settings`.

use httpkit::{ApiRouter, Checked, Json, Problem, routes};
use kernel::perm;

use super::Settings;
use crate::{EventPath, EventScope};

/// The operations on how prices are read.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(price_settings, set_price_settings))
}

/// How the event reads its prices
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/price-settings", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The settings", body = Settings)),
    extensions(("x-permission" = json!("member"))))]
async fn price_settings(scope: EventScope<perm::Member>) -> Result<Json<Settings>, Problem> {
    Ok(Json(super::settings(&scope.cx, scope.event.id).await?))
}

/// Change how the event reads its prices
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/price-settings", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = Settings,
    responses((status = 200, description = "The settings as they are now", body = Settings)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["prices.updated"]))))]
async fn set_price_settings(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<Settings>,
) -> Result<Json<Settings>, Problem> {
    Ok(Json(super::set(&scope.cx, &scope.event, body).await?))
}
