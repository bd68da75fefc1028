//! Orders for their buyers. The secret in the path is the key; there is no session.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use catalog::{GuestEvent, LinkedEvent};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Path, Problem, routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CartOrder, PaymentMethod,
    view::{GuestOrder, guest_path},
};
use crate::{Desk, cart::http::CartPath, payment};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(place_order))
        .routes(routes!(guest_order, rename_guests))
        .routes(routes!(choose_method))
        .routes(routes!(pay_order))
        .routes(routes!(mail_tickets))
}

/// What the buyer agreed to.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlaceIn {
    /// How it will be paid; `free` when there is nothing to pay.
    #[garde(skip)]
    payment_method: PaymentMethod,
    /// The total that was shown, in minor units; if it changed, nothing is ordered.
    #[garde(range(min = 0))]
    #[schema(minimum = 0)]
    shown_total_minor: i64,
}

/// A placed order, and where to pay it.
#[derive(Debug, Serialize, ToSchema)]
struct PlacedView {
    /// The order.
    order: GuestOrder,
    /// The key to the order.
    secret: String,
    /// Where the buyer pays; absent if there is nothing to pay now.
    redirect_url: Option<String>,
}

/// Turns a cart into an order. The same cart again gives the same order.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/carts/{secret}/order", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), request_body = PlaceIn,
    responses((status = 201, body = PlacedView),
        (status = 409, description = "`sales.real_money`: a test is not paid through a provider that moves money. Or the cart can't be ordered any more",
            body = Problem, content_type = "application/problem+json")),
    extensions(("x-audit" = json!(["order.placed"]))))]
async fn place_order(
    State(app): State<App>,
    scope: GuestEvent,
    desk: Desk,
    Path(path): Path<CartPath>,
    Checked(body): Checked<PlaceIn>,
) -> Result<Response, Problem> {
    let wish = CartOrder {
        cart: path.secret,
        method: body.payment_method,
        shown_total_minor: body.shown_total_minor,
    };
    let providers = &app.ports.payments;
    let placed = super::place_from_cart(&scope.cx, &desk, &scope.event, &wish).await?;
    let back = app.settings.url(&guest_path(&scope.org_slug, scope.event.slug.as_str(), &placed.order));
    let redirect_url = super::pay_placed(&scope.cx, providers, &scope.event, &placed, &back).await?;
    let secret = placed.order.secret;
    let order = super::guest_view(&scope.cx, providers, &scope.event, &placed.order.code, &secret).await?;
    Ok((StatusCode::CREATED, Json(PlacedView { order, secret, redirect_url })).into_response())
}

/// The part of the path that names an order and proves that it is one's own.
#[derive(Deserialize)]
struct OrderPath {
    code: String,
    secret: String,
}

/// The order behind a secret link.
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)),
    responses((status = 200, body = GuestOrder)))]
async fn guest_order(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
) -> Result<Json<GuestOrder>, Problem> {
    show(&app, &scope, &path).await
}

async fn show(app: &App, scope: &LinkedEvent, path: &OrderPath) -> Result<Json<GuestOrder>, Problem> {
    let providers = &app.ports.payments;
    let order = super::guest_view(&scope.cx, providers, &scope.event, &path.code, &path.secret).await?;
    Ok(Json(order))
}

/// Who comes.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NamesIn {
    /// One name per ticket, in the order of their numbers; empty for nobody in particular. Fewer leave the rest as they
    /// are.
    #[garde(length(max = 100))]
    #[schema(max_items = 100)]
    attendee_names: Vec<String>,
}

/// Changes the names on the tickets, until the event starts.
#[utoipa::path(patch, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)), request_body = NamesIn,
    responses((status = 200, body = GuestOrder), (status = 409, description = "It is too late")),
    extensions(("x-audit" = json!(["order.names_changed"]))))]
async fn rename_guests(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
    Checked(body): Checked<NamesIn>,
) -> Result<Json<GuestOrder>, Problem> {
    let mut tx = scope.cx.begin().await?;
    let names = &body.attendee_names;
    super::rename_by_buyer(&mut tx, &scope.event, &path.code, &path.secret, names).await?;
    tx.commit().await?;
    show(&app, &scope, &path).await
}

/// How it will be paid from now on.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MethodIn {
    /// One of the order's `payment_methods`.
    #[garde(skip)]
    payment_method: PaymentMethod,
}

/// Chooses another way to pay a pending order.
#[utoipa::path(put, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}/payment-method", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)), request_body = MethodIn,
    responses((status = 200, body = GuestOrder),
        (status = 409, description = "Nothing is to be paid; or `sales.real_money`: a test is not paid through a provider that moves money",
            body = Problem, content_type = "application/problem+json")),
    extensions(("x-audit" = json!(["order.method_changed"]))))]
async fn choose_method(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
    Checked(body): Checked<MethodIn>,
) -> Result<Json<GuestOrder>, Problem> {
    let (key, providers) = ((path.code.as_str(), path.secret.as_str()), &app.ports.payments);
    super::switch_method(&scope.cx, providers, &scope.event, key, body.payment_method).await?;
    show(&app, &scope, &path).await
}

/// Where to pay.
#[derive(Debug, Serialize, ToSchema)]
struct PayView {
    /// The provider's page.
    redirect_url: String,
}

/// Begins a payment at the provider, or gives the one under way.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}/pay", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)),
    responses((status = 200, body = PayView),
        (status = 409, description = "Nothing is to be paid; or `sales.real_money`: a test is not paid through a provider that moves money",
            body = Problem, content_type = "application/problem+json")),
    extensions(("x-audit" = json!(["payment.started"]))))]
async fn pay_order(
    State(app): State<App>,
    scope: LinkedEvent,
    Path(path): Path<OrderPath>,
) -> Result<Json<PayView>, Problem> {
    let order = super::find(&scope.cx, &scope.event, &path.code, &path.secret).await?;
    let back = app.settings.url(&guest_path(&scope.org_slug, scope.event.slug.as_str(), &order));
    let redirect_url = payment::start(&scope.cx, &app.ports.payments, &scope.event, &order, &back).await?;
    Ok(Json(PayView { redirect_url }))
}

/// Mails the tickets, or how to pay, to the order's own address again.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/orders/{code}/{secret}/mail-tickets", tag = "guests",
    params(catalog::EventPath, ("code" = String, Path), ("secret" = String, Path)),
    responses((status = 202), (status = 409, description = "There is nothing to mail")),
    extensions(("x-audit" = json!(["order.resent"]))))]
async fn mail_tickets(scope: LinkedEvent, Path(path): Path<OrderPath>) -> Result<StatusCode, Problem> {
    super::resend_to_buyer(&scope.cx, &scope.event, &path.code, &path.secret).await?;
    Ok(StatusCode::ACCEPTED)
}
