//! Orders for organisers.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use catalog::{EventScope, Item, product::MAX_PRICE, vat::Country};
use futures_util::StreamExt;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Fresh, Json, Once, Path, Problem, Query, auth, idempotent, routes};
use kernel::{Email, Locale, Money, Page, PageQuery, ProductId, VariationId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Buyer, Channel, OrderFilter, PaymentMethod, csv as sheet,
    view::{OrderSummary, OrderView},
};
use crate::{
    Desk, Error,
    price::BuyerTax,
    till::{NewLine, NewOrder},
};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_orders, create_order))
        .routes(routes!(order_totals))
        .routes(routes!(export_orders))
        .routes(routes!(get_order))
        .routes(routes!(approve_order))
        .routes(routes!(deny_order))
        .routes(routes!(mark_paid))
        .routes(routes!(cancel_order))
        .routes(routes!(resend_tickets))
        .routes(routes!(rename_attendee))
}

/// The part of the path that names an order.
#[derive(Deserialize)]
struct OrderPath {
    code: String,
}

/// What the orders that match a filter come to.
#[derive(Serialize, ToSchema)]
struct OrderTotals {
    /// How many orders match.
    count: i64,
    /// What they cost together.
    amount: Money,
}

/// Orders of the event, newest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/orders", tag = "orders",
    params(catalog::EventPath, OrderFilter, PageQuery),
    responses((status = 200, body = Page<OrderSummary>)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.view"))))]
async fn list_orders(
    scope: EventScope<perm::OrdersView>,
    Query(filter): Query<OrderFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<OrderSummary>>, Problem> {
    Ok(Json(super::list::list(&scope.cx, &scope.event, &filter, &page).await?))
}

/// How many orders the same filters show, and what they cost together.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/orders/totals", tag = "orders",
    params(catalog::EventPath, OrderFilter),
    responses((status = 200, body = OrderTotals)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.view"))))]
async fn order_totals(
    scope: EventScope<perm::OrdersView>,
    Query(filter): Query<OrderFilter>,
) -> Result<Json<OrderTotals>, Problem> {
    let totals = super::list::totals(&scope.cx, &scope.event, &filter).await?;
    let amount = Money::new(totals.amount_minor, scope.event.currency);
    Ok(Json(OrderTotals { count: totals.count, amount }))
}

/// The orders that the same filters show, as CSV (RFC 4180), streamed.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/orders.csv", tag = "orders",
    params(catalog::EventPath, OrderFilter),
    responses((status = 200, body = String, content_type = "text/csv")), security(("session" = [])),
    extensions(("x-permission" = json!("orders.export")), ("x-audit" = json!(["order.exported"]))))]
async fn export_orders(
    scope: EventScope<perm::OrdersExport>,
    _: Fresh,
    Query(filter): Query<OrderFilter>,
) -> Result<Response, Problem> {
    let name = format!("orders-{}.csv", scope.event.slug);
    let blocks = super::list::export(scope.cx, scope.event, filter)
        .await?
        .map(|block| block.and_then(|b| sheet::rows(&b)));
    let head = futures_util::stream::once(async { sheet::header() });
    Ok(httpkit::sheet::file(&name, "text/csv; charset=utf-8", head.chain(blocks)))
}

/// A new order from the organiser or a program.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderIn {
    /// The buyer's full name.
    #[garde(length(chars, min = 1, max = 200), custom(crate::order::printable))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Where tickets go.
    #[garde(skip)]
    email: Email,
    /// The language of mails and tickets; the event's first if absent.
    #[garde(skip)]
    #[serde(default)]
    locale: Option<Locale>,
    /// What is bought.
    #[garde(length(min = 1, max = 100), dive)]
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<LineIn>,
    /// A voucher's code.
    #[garde(length(chars, max = 100))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    voucher: Option<String>,
    /// The country of the buyer, where tax depends on it.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<Country>,
    /// Whether a business buys; needs the country.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "is_no")]
    business: bool,
    /// The business's VAT id. Only its form and check digits are looked at before the sale.
    #[garde(length(chars, max = 30))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 30)]
    vat_id: Option<String>,
    /// The total that was shown, in minor units; if it is another by now, nothing is ordered.
    #[garde(inner(range(min = 0)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    shown_total_minor: Option<i64>,
    /// `manual`, `bank_transfer`, or `free` when there is nothing to pay.
    #[garde(skip)]
    payment_method: PaymentMethod,
    /// Through which door it is sold: `box_office` or `api`; `api` if absent.
    #[garde(custom(staffed))]
    #[serde(default = "api", skip_serializing_if = "is_api")]
    #[schema(default = "api")]
    channel: Channel,
    /// Whether the money is there already (with `manual`).
    #[garde(skip)]
    #[serde(default)]
    paid: bool,
    /// Whether you have looked at it already, where somebody has to; needs the permission `orders.approve`.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "is_no")]
    approved: bool,
    /// Whether the buyer gets mail; yes if absent.
    #[garde(skip)]
    #[serde(default = "yes")]
    send_mail: bool,
}

/// So many of one ticket.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineIn {
    /// Which ticket.
    #[garde(skip)]
    product: ProductId,
    /// In which form, if it has several.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    variation: Option<VariationId>,
    /// How many.
    #[garde(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100)]
    quantity: u32,
    /// What the buyer gives for each, in minor units, where the price is free; what it costs if absent.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_minor: Option<i64>,
    /// The line of the ticket that it is an add-on of, from 0; it has to come before.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<usize>,
    /// Who comes, in the order of the tickets; may be shorter.
    #[garde(length(max = 100), inner(length(chars, max = 200), custom(crate::order::printable)))]
    #[serde(default)]
    #[schema(max_items = 100)]
    attendee_names: Vec<String>,
}

fn api() -> Channel {
    Channel::Api
}

fn is_api(channel: &Channel) -> bool {
    *channel == Channel::Api
}

/// Guests buy on the site by carts, and nobody else does.
fn staffed(channel: &Channel, (): &()) -> garde::Result {
    match channel {
        Channel::Web => Err(garde::Error::new("is box_office or api: guests on the site have carts")),
        Channel::BoxOffice | Channel::Api => Ok(()),
    }
}

fn yes() -> bool {
    true
}

fn is_no(value: &bool) -> bool {
    !*value
}

impl OrderIn {
    /// What was told for the tax's sake.
    fn buyer_tax(&self) -> Result<Option<BuyerTax>, Error> {
        let vat_id = self.vat_id.as_deref().unwrap_or_default();
        match self.country {
            None if !self.business && vat_id.is_empty() => Ok(None),
            country => {
                let country = country.map(|country| country.to_string()).unwrap_or_default();
                BuyerTax::parse(&country, self.business, vat_id).map(Some).map_err(Error::Buyer)
            }
        }
    }

    fn lines(&self) -> Vec<NewLine> {
        let tickets = self.lines.iter().enumerate().flat_map(|(line, wish)| {
            let names = wish.attendee_names.iter().map(|name| name.trim().to_owned());
            let names = names.chain(std::iter::repeat(String::new()));
            let item = Item::new(wish.product, wish.variation);
            names.take(wish.quantity as usize).map(move |attendee_name| NewLine {
                line,
                item,
                parent: wish.parent,
                price_minor: wish.price_minor,
                attendee_name,
            })
        });
        // One more than an order may have is enough to refuse it.
        tickets.take(super::MAX_TICKETS + 1).collect()
    }
}

/// Places an order: its places are taken from what is free. Repeatable with an `Idempotency-Key`.
///
/// One that is paid already needs the permission `orders.mark_paid`, too, and one that is approved already `orders.approve`.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders", tag = "orders",
    params(catalog::EventPath), request_body = OrderIn,
    responses((status = 201, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.create")), ("x-audit" = json!(["order.placed"]))))]
async fn create_order(
    State(app): State<App>,
    scope: EventScope<perm::OrdersCreate>,
    desk: Desk,
    once: Once,
    Checked(body): Checked<OrderIn>,
) -> Result<Response, Problem> {
    if body.paid {
        auth::allow::<perm::OrdersMarkPaid>(&app, &scope.cx, scope.held, Some(scope.event.id)).await?;
    }
    if body.approved {
        auth::allow::<perm::OrdersApprove>(&app, &scope.cx, scope.held, Some(scope.event.id)).await?;
    }
    let order = NewOrder {
        lines: body.lines(),
        voucher: body.voucher.clone(),
        buyer_tax: body.buyer_tax()?,
        shown_total_minor: body.shown_total_minor,
        method: body.payment_method,
        paid: body.paid,
        approved: body.approved,
        channel: body.channel,
        send_mail: body.send_mail,
        link: app.settings.url(&format!("/{}/{}/order", scope.org_slug, scope.event.slug)),
        key: once.key(scope.cx.actor, &body),
        buyer: Buyer {
            locale: body.locale.unwrap_or_else(|| scope.event.main_locale()),
            name: body.name.trim().to_owned(),
            email: body.email,
        },
    };
    match desk.till.place(scope.cx, scope.event, order).await {
        Ok(order) => Ok((StatusCode::CREATED, Json(order)).into_response()),
        Err(Error::Replay(answer)) => Ok(idempotent::replay(answer)),
        Err(error) => Err(error.into()),
    }
}

/// One order with everything about it.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)),
    responses((status = 200, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.view"))))]
async fn get_order(
    State(app): State<App>,
    scope: EventScope<perm::OrdersView>,
    Path(path): Path<OrderPath>,
) -> Result<Json<OrderView>, Problem> {
    let mut tx = scope.cx.read().await?;
    Ok(Json(super::organiser_view(&mut tx, &scope, &app.settings.public_url, &path.code).await?))
}

/// Approves an order that waits to be looked at. A free one is paid and has its tickets; for any other its buyer is asked
/// for the money, and the time to pay begins.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/approve", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)),
    responses((status = 200, body = OrderView), (status = 409, description = "Somebody has decided already")),
    security(("session" = [])),
    extensions(("x-permission" = json!("orders.approve")), ("x-audit" = json!(["order.approved"]))))]
async fn approve_order(
    State(app): State<App>,
    scope: EventScope<perm::OrdersApprove>,
    desk: Desk,
    Path(path): Path<OrderPath>,
    once: Once,
) -> Result<Response, Problem> {
    let site = app.settings.public_url.as_str();
    once.run(&scope.cx, StatusCode::OK, &(), async |tx| {
        super::approve(tx, &desk, &scope.event, &path.code).await?;
        super::organiser_view(tx, &scope, site, &path.code).await
    })
    .await
}

/// Why an order is turned down.
#[derive(Debug, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct DenyIn {
    /// For the buyer.
    #[garde(length(chars, max = 500), custom(crate::order::printable))]
    #[schema(max_length = 500)]
    reason: String,
}

/// Turns down an order that waits to be looked at: its places go back on sale, and its buyer is told.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/deny", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)), request_body = DenyIn,
    responses((status = 200, body = OrderView), (status = 409, description = "Somebody has decided already")),
    security(("session" = [])),
    extensions(("x-permission" = json!("orders.approve")), ("x-audit" = json!(["order.denied"]))))]
async fn deny_order(
    State(app): State<App>,
    scope: EventScope<perm::OrdersApprove>,
    Path(path): Path<OrderPath>,
    once: Once,
    Checked(body): Checked<DenyIn>,
) -> Result<Response, Problem> {
    let site = app.settings.public_url.as_str();
    once.run(&scope.cx, StatusCode::OK, &body, async |tx| {
        super::deny(tx, &scope.event, &path.code, &body.reason).await?;
        super::organiser_view(tx, &scope, site, &path.code).await
    })
    .await
}

/// Particulars of a payment that the organiser saw.
#[derive(Debug, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct MarkPaidIn {
    /// For the order's story, such as a bank reference.
    #[garde(length(chars, max = 500), custom(crate::order::printable))]
    #[schema(max_length = 500)]
    note: String,
}

/// Marks a pending or expired order as paid and sends its tickets.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/mark-paid", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)), request_body = MarkPaidIn,
    responses((status = 200, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.mark_paid")), ("x-audit" = json!(["order.paid"]))))]
async fn mark_paid(
    State(app): State<App>,
    scope: EventScope<perm::OrdersMarkPaid>,
    desk: Desk,
    Path(path): Path<OrderPath>,
    once: Once,
    Checked(body): Checked<MarkPaidIn>,
) -> Result<Response, Problem> {
    let site = app.settings.public_url.as_str();
    once.run(&scope.cx, StatusCode::OK, &body, async |tx| {
        super::mark_paid(tx, &desk, &scope.event, &path.code, Some(&body.note)).await?;
        super::organiser_view(tx, &scope, site, &path.code).await
    })
    .await
}

/// Why an order is cancelled.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CancelIn {
    /// For the order's story.
    #[garde(length(chars, max = 500), custom(crate::order::printable))]
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
    /// Whether the buyer is told; yes if absent.
    #[garde(skip)]
    #[serde(default = "yes")]
    send_mail: bool,
}

/// Cancels a pending or paid order: its places go back on sale and its tickets stop working.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/cancel", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)), request_body = CancelIn,
    responses((status = 200, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.cancel")), ("x-audit" = json!(["order.cancelled"]))))]
async fn cancel_order(
    State(app): State<App>,
    scope: EventScope<perm::OrdersCancel>,
    Path(path): Path<OrderPath>,
    once: Once,
    Checked(body): Checked<CancelIn>,
) -> Result<Response, Problem> {
    let site = app.settings.public_url.as_str();
    once.run(&scope.cx, StatusCode::OK, &body, async |tx| {
        super::cancel(tx, &scope.event, &path.code, Some(&body.reason), body.send_mail).await?;
        super::organiser_view(tx, &scope, site, &path.code).await
    })
    .await
}

/// Where to send it.
#[derive(Debug, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ResendIn {
    /// Corrects the order's address first.
    #[garde(skip)]
    email: Option<Email>,
}

/// Mails the tickets (or, while unpaid, how to pay) again.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/resend", tag = "orders",
    params(catalog::EventPath, ("code" = String, Path)), request_body = ResendIn,
    responses((status = 202, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.edit")), ("x-audit" = json!(["order.resent"]))))]
async fn resend_tickets(
    State(app): State<App>,
    scope: EventScope<perm::OrdersEdit>,
    Path(path): Path<OrderPath>,
    once: Once,
    Checked(body): Checked<ResendIn>,
) -> Result<Response, Problem> {
    let site = app.settings.public_url.as_str();
    once.run(&scope.cx, StatusCode::ACCEPTED, &body, async |tx| {
        super::resend(tx, &scope.event, &path.code, body.email.as_ref()).await?;
        super::organiser_view(tx, &scope, site, &path.code).await
    })
    .await
}

/// The part of the path that names a ticket of an order.
#[derive(Deserialize)]
struct PositionPath {
    code: String,
    number: i32,
}

/// Who comes.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttendeeIn {
    /// The name; empty for nobody in particular.
    #[garde(custom(httpkit::rules::line(200)))]
    #[schema(max_length = 200)]
    attendee_name: String,
}

/// Changes the name on a ticket. Nothing is mailed; `resend` does that.
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/orders/{code}/positions/{number}",
    tag = "orders", params(catalog::EventPath, ("code" = String, Path), ("number" = i32, Path)),
    request_body = AttendeeIn, responses((status = 200, body = OrderView)), security(("session" = [])),
    extensions(("x-permission" = json!("orders.edit")), ("x-audit" = json!(["order.names_changed"]))))]
async fn rename_attendee(
    State(app): State<App>,
    scope: EventScope<perm::OrdersEdit>,
    Path(path): Path<PositionPath>,
    Checked(body): Checked<AttendeeIn>,
) -> Result<Json<OrderView>, Problem> {
    let mut tx = scope.cx.begin().await?;
    let event = &scope.event;
    super::rename_by_organiser(&mut tx, event, &path.code, path.number, &body.attendee_name).await?;
    let order = super::organiser_view(&mut tx, &scope, &app.settings.public_url, &path.code).await?;
    tx.commit().await?;
    Ok(Json(order))
}
