//! Test mode, for organisers.

use axum::{extract::State, http::StatusCode};
use catalog::{EventScope, Mode, event::Status};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Path, Problem, auth, routes};
use kernel::perm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TestMode;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(get_test_mode, set_test_mode))
        .routes(routes!(delete_test_orders))
        .routes(routes!(delete_test_order))
}

/// Whether an event is in test mode, and what there is of tests
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/test-mode", tag = "orders",
    params(catalog::EventPath), responses((status = 200, body = TestMode)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.view"))))]
async fn get_test_mode(scope: EventScope<perm::OrdersView>) -> Result<Json<TestMode>, Problem> {
    Ok(Json(super::get(&scope.cx, scope.event.id).await?))
}

/// Whether what is ordered from now on is a test.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct TestModeIn {
    /// Whether it is.
    #[garde(skip)]
    on: bool,
    /// The event's slug; needed to begin with tests while guests are buying.
    #[garde(length(chars, max = 63))]
    #[serde(default)]
    #[schema(max_length = 63, example = "open-air-2027")]
    confirm: String,
    /// Whether all test orders are deleted in the background when test mode ends; needs the permission `orders.cancel`, too.
    #[garde(skip)]
    #[serde(default)]
    delete_orders: bool,
}

/// Puts an event into test mode, or back
///
/// What is ordered in test mode takes places of a stock of its own, is in no number and no export, and its tickets let
/// nobody in once it is over. Carts that are open keep what they are: those from before become real orders. When test mode
/// ends, open carts of tests are given up. Other servers may need two seconds to show it; whatever they sell meanwhile is of
/// the right kind.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/events/{event}/test-mode", tag = "orders",
    params(catalog::EventPath), request_body = TestModeIn,
    responses((status = 200, body = TestMode), (status = 409, description = "A template, or cancelled")),
    security(("session" = [])),
    extensions(("x-permission" = json!("events.publish")),
        ("x-audit" = json!(["event.test_mode_begun", "event.test_mode_ended", "event.test_orders_deleted",
            "order.deleted"]))))]
async fn set_test_mode(
    State(app): State<App>,
    EventScope { cx, event, held, .. }: EventScope<perm::EventsPublish>,
    Checked(body): Checked<TestModeIn>,
) -> Result<Json<TestMode>, Problem> {
    let open = event.status == Status::Live && !event.mode.is_test();
    if body.on && open && body.confirm != event.slug.as_str() {
        let message = format!("has to be the event\u{2019}s address, {}", event.slug);
        return Err(Problem::invalid_field("/confirm", "catalog.not_confirmed", message));
    }
    if body.on && body.delete_orders {
        let message = "is for the end of test mode";
        return Err(Problem::invalid_field("/delete_orders", "request.invalid_field", message));
    }
    if body.delete_orders {
        auth::allow::<perm::OrdersCancel>(&app, &cx, held, Some(event.id)).await?;
    }
    super::switch(&cx, &event, Mode::of(body.on)).await?;
    if body.delete_orders {
        super::delete_all(&cx, &event).await?;
    }
    Ok(Json(super::get(&cx, event.id).await?))
}

/// What is being deleted.
#[derive(Debug, Serialize, ToSchema)]
struct OrdersToDelete {
    /// How many test orders there were.
    orders: i64,
}

/// Deletes all test orders of an event, in test mode or not
///
/// It is done in the background: `removing` of the test mode says whether it is at it, and `orders` how many are left. What
/// is ordered after this request stays; asking again takes it in.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/test-mode/orders", tag = "orders",
    params(catalog::EventPath), responses((status = 202, body = OrdersToDelete)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.cancel")),
        ("x-audit" = json!(["event.test_orders_deleted", "order.deleted"]))))]
async fn delete_test_orders(
    scope: EventScope<perm::OrdersCancel>,
) -> Result<(StatusCode, Json<OrdersToDelete>), Problem> {
    let orders = super::delete_all(&scope.cx, &scope.event).await?;
    Ok((StatusCode::ACCEPTED, Json(OrdersToDelete { orders })))
}

/// The part of the path that names an order.
#[derive(Deserialize)]
struct OrderPath {
    code: String,
}

/// Deletes a test order with everything about it. Any other order can be cancelled, but not deleted.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/test-mode/orders/{code}", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)),
    responses((status = 204, description = "It is gone"), (status = 409, description = "It is not a test")),
    security(("session" = [])),
    extensions(("x-permission" = json!("orders.cancel")), ("x-audit" = json!(["order.deleted"]))))]
async fn delete_test_order(
    scope: EventScope<perm::OrdersCancel>,
    Path(path): Path<OrderPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, &path.code).await?;
    Ok(StatusCode::NO_CONTENT)
}
