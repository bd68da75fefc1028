//! Carts for guests. The secret in the path is the key; there is no session.

use ::store::Cx;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use catalog::{EventHead, GuestEvent, Item, product::MAX_PRICE, sale};
use garde::Validate;
use httpkit::{ApiRouter, Checked, Json, Path, Problem};
use kernel::{CartId, Instant, Locale, Money, ProductId, VariationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Cart, CartStatus, People, Wish};
use crate::Error;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(create_cart))
        .routes(routes!(get_cart, update_cart, release_cart))
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
}

impl CartLineIn {
    fn wish(&self) -> Wish {
        let item = Item::new(self.product, self.variation);
        Wish { item, quantity: self.quantity, price_minor: self.price_minor }
    }
}

/// A cart as its guest sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CartView {
    /// The cart.
    pub id: CartId,
    /// The key to it.
    pub secret: String,
    /// Where it stands.
    pub status: CartStatus,
    /// When its places go back.
    pub expires_at: Instant,
    /// The latest that `expires_at` can be moved to.
    pub extendable_until: Instant,
    /// The guest's language.
    pub locale: Locale,
    /// What was chosen.
    pub lines: Vec<CartLineView>,
    /// What it costs.
    pub total: Money,
    /// Who buys.
    pub buyer: BuyerView,
    /// Who comes, one per ticket.
    pub attendees: Vec<AttendeeView>,
}

/// So many of one ticket.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CartLineView {
    /// Which ticket.
    pub product_id: ProductId,
    /// In which form.
    pub variation_id: Option<VariationId>,
    /// Its name in the guest's language, with the variation's.
    pub product_name: String,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub unit_price: Money,
    /// What they cost together.
    pub total: Money,
}

/// Who buys; empty until told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BuyerView {
    /// The full name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Who comes with one ticket.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttendeeView {
    /// The ticket's number, from 1.
    pub number: i32,
    /// What kind of ticket.
    pub product_name: String,
    /// Whether somebody is let in with it; only then there is a name to give.
    pub admits: bool,
    /// The number of the ticket that it belongs to: it is an add-on to that, or a part of it.
    pub parent: Option<i32>,
    /// The name; may be empty.
    pub name: String,
}

/// The cart with the names of what it holds.
pub async fn view(cx: &Cx, event: &EventHead, cart: Cart) -> Result<CartView, Error> {
    let goods = sale::seen(cx, event).await?;
    let name =
        |item: Item| goods.names.get(&item).map(|name| name.get(&cart.locale).to_owned()).unwrap_or_default();
    let mut lines: Vec<CartLineView> = Vec::new();
    for line in &cart.lines {
        let same = |known: &&mut CartLineView| {
            (Item::new(known.product_id, known.variation_id), known.unit_price.minor)
                == (line.item(), line.price_minor)
        };
        match lines.iter_mut().find(same) {
            Some(known) => {
                known.quantity += 1;
                known.total.minor = known.total.minor.saturating_add(line.price_minor);
            }
            None => lines.push(CartLineView {
                product_id: line.product,
                variation_id: line.variation,
                product_name: name(line.item()),
                quantity: 1,
                unit_price: Money::new(line.price_minor, event.currency),
                total: Money::new(line.price_minor, event.currency),
            }),
        }
    }
    let attendees = cart.lines.iter().map(|line| AttendeeView {
        number: line.number,
        product_name: name(line.item()),
        admits: line.admits,
        parent: line.parent,
        name: line.attendee_name.clone(),
    });
    Ok(CartView {
        attendees: attendees.collect(),
        total: cart.total(event.currency).unwrap_or(Money::zero(event.currency)),
        lines,
        id: cart.id,
        secret: cart.secret,
        status: cart.status,
        expires_at: cart.expires_at,
        extendable_until: cart.extendable_until,
        locale: cart.locale,
        buyer: BuyerView { name: cart.name, email: cart.email },
    })
}

/// Sets tickets aside for a while.
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/carts", tag = "guests",
    params(catalog::EventPath), request_body = CartIn, responses((status = 201, body = CartView)))]
async fn create_cart(scope: GuestEvent, Checked(body): Checked<CartIn>) -> Result<Response, Problem> {
    let wishes: Vec<Wish> = body.lines.iter().map(CartLineIn::wish).collect();
    let locale = body.locale.unwrap_or_else(|| scope.event.main_locale());
    let cart = super::create(&scope.cx, &scope.event, &wishes, body.access_code.as_deref(), locale).await?;
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
