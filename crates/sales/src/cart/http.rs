//! Carts for guests. The secret in the path is the key; there is no session.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use catalog::{GuestEvent, Item, product::MAX_PRICE, vat::Country};
use garde::Validate;
use httpkit::{ApiRouter, Checked, Json, Path, Problem, routes};
use kernel::{Locale, ProductId, VariationId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Change, Codes, People, Wish,
    view::{CartView, view},
};
use crate::{Error, price::BuyerTax};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(create_cart))
        .routes(routes!(get_cart, update_cart, release_cart))
        .routes(routes!(set_voucher))
        .routes(routes!(set_buyer_tax))
        .routes(routes!(extend_cart))
        .routes(routes!(reacquire_cart))
}

/// The part of the path that names a cart.
#[derive(Deserialize)]
pub(crate) struct CartPath {
    pub secret: String,
}

/// What to set aside.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CartIn {
    /// Tickets and how many of each.
    #[garde(length(min = 1, max = 100), dive)]
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<CartLineIn>,
    /// Shows tickets that need it.
    #[garde(length(chars, max = 100))]
    #[serde(default)]
    #[schema(max_length = 100)]
    access_code: Option<String>,
    /// A voucher's code.
    #[garde(length(chars, max = 100))]
    #[serde(default)]
    #[schema(max_length = 100)]
    voucher: Option<String>,
    /// The guest's language; the event's first if absent.
    #[garde(skip)]
    #[serde(default)]
    locale: Option<Locale>,
}

/// So many of one ticket.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CartLineIn {
    /// Which ticket.
    #[garde(skip)]
    product: ProductId,
    /// In which form, if it has several.
    #[garde(skip)]
    #[serde(default)]
    variation: Option<VariationId>,
    /// How many.
    #[garde(range(max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    quantity: u32,
    /// What the guest gives for each, in minor units, where the price is free; what it costs if absent.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_minor: Option<i64>,
    /// The line of the ticket that it is an add-on of, from 0; it has to come before.
    #[garde(skip)]
    #[serde(default)]
    parent: Option<usize>,
}

impl CartLineIn {
    fn wish(&self) -> Wish {
        let item = Item::new(self.product, self.variation);
        Wish { item, quantity: self.quantity, price_minor: self.price_minor, parent: self.parent }
    }
}

/// Sets tickets aside for a while.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/carts", tag = "guests",
    params(catalog::EventPath), request_body = CartIn, responses((status = 201, body = CartView)))]
async fn create_cart(scope: GuestEvent, Checked(body): Checked<CartIn>) -> Result<Response, Problem> {
    let wishes: Vec<Wish> = body.lines.iter().map(CartLineIn::wish).collect();
    let locale = body.locale.unwrap_or_else(|| scope.event.main_locale());
    let codes = Codes { access: body.access_code.as_deref(), voucher: body.voucher.as_deref(), strict: true };
    let cart = super::create(&scope.cx, &scope.event, &wishes, codes, locale).await?;
    let view = view(&scope.cx, &scope.event, cart).await?;
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// The cart behind a secret.
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}/carts/{secret}", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), responses((status = 200, body = CartView)))]
async fn get_cart(scope: GuestEvent, Path(path): Path<CartPath>) -> Result<Json<CartView>, Problem> {
    let cart = super::get(&scope.cx, &scope.event, &path.secret).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}

/// Who buys and who comes; absent parts stay as they are.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PeopleIn {
    /// The buyer's full name.
    #[garde(length(chars, max = 1000))]
    #[serde(default)]
    #[schema(max_length = 200)]
    name: Option<String>,
    /// The buyer's address.
    #[garde(length(chars, max = 1000))]
    #[serde(default)]
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Who comes, by ticket.
    #[garde(length(max = 100))]
    #[serde(default)]
    #[schema(max_items = 100)]
    attendee_names: Option<Vec<String>>,
}

/// Notes who buys and who comes.
#[utoipa::path(patch, path = "/api/v1/public/{org}/{event}/carts/{secret}", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), request_body = PeopleIn,
    responses((status = 200, body = CartView)))]
async fn update_cart(
    scope: GuestEvent,
    Path(path): Path<CartPath>,
    Checked(body): Checked<PeopleIn>,
) -> Result<Json<CartView>, Problem> {
    let people = People { name: body.name, email: body.email, attendee_names: body.attendee_names };
    let cart = super::update(&scope.cx, &scope.event, &path.secret, people).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}

/// A voucher's code.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct VoucherCodeIn {
    /// The code; null takes the voucher back.
    #[garde(length(chars, max = 100))]
    #[schema(max_length = 100)]
    voucher: Option<String>,
}

/// Uses a voucher for an open cart, or another one, or none. The cart is priced anew; what was promised still holds.
#[utoipa::path(put, path = "/api/v1/public/{org}/{event}/carts/{secret}/voucher", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), request_body = VoucherCodeIn,
    responses((status = 200, body = CartView), (status = 409, description = "The voucher is not good for it")))]
async fn set_voucher(
    scope: GuestEvent,
    Path(path): Path<CartPath>,
    Checked(body): Checked<VoucherCodeIn>,
) -> Result<Json<CartView>, Problem> {
    let change = Change { voucher: Some(body.voucher), buyer: None };
    let cart = super::reprice(&scope.cx, &scope.event, &path.secret, change).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}

/// Where a buyer is, and whether it is a business.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct BuyerTaxIn {
    /// The country.
    #[garde(skip)]
    country: Country,
    /// Whether a business buys.
    #[garde(skip)]
    #[serde(default)]
    business: bool,
    /// The business's VAT id.
    #[garde(length(chars, max = 30))]
    #[serde(default)]
    #[schema(max_length = 30)]
    vat_id: Option<String>,
}

/// Notes where the buyer is, where tax depends on it. The cart is priced anew.
#[utoipa::path(put, path = "/api/v1/public/{org}/{event}/carts/{secret}/buyer-tax", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), request_body = BuyerTaxIn,
    responses((status = 200, body = CartView), (status = 409, description = "The time was up")))]
async fn set_buyer_tax(
    scope: GuestEvent,
    Path(path): Path<CartPath>,
    Checked(body): Checked<BuyerTaxIn>,
) -> Result<Json<CartView>, Problem> {
    let vat_id = body.vat_id.as_deref().unwrap_or_default();
    let buyer = BuyerTax::parse(body.country.code(), body.business, vat_id).map_err(Error::Buyer)?;
    let change = Change { voucher: None, buyer: Some(buyer) };
    let cart = super::reprice(&scope.cx, &scope.event, &path.secret, change).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}

/// Gives the tickets back.
#[utoipa::path(delete, path = "/api/v1/public/{org}/{event}/carts/{secret}", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)), responses((status = 204)))]
async fn release_cart(scope: GuestEvent, Path(path): Path<CartPath>) -> Result<StatusCode, Problem> {
    super::release(&scope.cx, &scope.event, &path.secret).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// More time for an open cart.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/carts/{secret}/extend", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)),
    responses((status = 200, body = CartView), (status = 409, description = "The time was up")))]
async fn extend_cart(scope: GuestEvent, Path(path): Path<CartPath>) -> Result<Json<CartView>, Problem> {
    let cart = super::extend(&scope.cx, &scope.event, &path.secret).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}

/// Tries to set the same tickets aside again after the time was up.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/carts/{secret}/reacquire", tag = "guests",
    params(catalog::EventPath, ("secret" = String, Path)),
    responses((status = 200, body = CartView), (status = 409, description = "They are gone")))]
async fn reacquire_cart(scope: GuestEvent, Path(path): Path<CartPath>) -> Result<Json<CartView>, Problem> {
    let cart = super::reacquire(&scope.cx, &scope.event, &path.secret).await?;
    Ok(Json(view(&scope.cx, &scope.event, cart).await?))
}
