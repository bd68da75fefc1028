//! The numbers for organisers.

use catalog::EventScope;
use httpkit::{ApiRouter, Json, Problem, routes};
use kernel::perm;

use super::Stats;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_stats))
}

/// The event in numbers.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/stats", tag = "orders",
    params(catalog::EventPath), responses((status = 200, body = Stats)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.view"))))]
async fn get_stats(scope: EventScope<perm::OrdersView>) -> Result<Json<Stats>, Problem> {
    Ok(Json(super::of_event(&scope.cx, &scope.event).await?))
}
