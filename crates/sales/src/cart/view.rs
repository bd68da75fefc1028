//! A cart as its guest sees it.

use std::sync::Arc;

use ::store::Cx;
use catalog::{EventHead, Item, price::Rules, sale};
use kernel::{CartId, Instant, Locale, Money, ProductId, VariationId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Cart, CartStatus};
use crate::{
    Error,
    order::charges::{TaxView, cause, tax_views},
    price::{self, BuyerTax, Row},
};

/// A cart as its guest sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CartView {
    /// The cart.
    pub id: CartId,
    /// The key to it.
    pub secret: String,
    /// Where it stands.
    pub status: CartStatus,
    /// Whether it is a test: it takes no real places, and what it becomes counts nowhere.
    pub test: bool,
    /// When its places go back.
    pub expires_at: Instant,
    /// The latest that `expires_at` can be moved to.
    pub extendable_until: Instant,
    /// The guest's language.
    pub locale: Locale,
    /// What was chosen.
    pub lines: Vec<CartLineView>,
    /// What is added to the lines.
    pub fees: Money,
    /// The same fee by fee.
    pub fee_lines: Vec<CartFeeView>,
    /// The sums by rate of tax; none where nothing but the list decided on prices.
    pub taxes: Vec<TaxView>,
    /// The voucher's code as it was given.
    pub voucher: Option<String>,
    /// Whether the buyer has to tell the country, because tax depends on it.
    pub asks_for_country: bool,
    /// What the buyer told about that.
    pub buyer_tax: Option<BuyerTax>,
    /// Whether the organiser looks at the order first; nothing is paid before.
    pub approval: bool,
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
    /// What one would cost without what made it cheaper; absent if nothing did.
    pub list_price: Option<Money>,
    /// What made it cheaper: the discount's name, or the voucher's code.
    pub because: Vec<String>,
    /// What one costs.
    pub unit_price: Money,
    /// What they cost together.
    pub total: Money,
}

/// A fee on top of the lines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CartFeeView {
    /// Its name in the guest's language.
    pub name: String,
    /// What it costs.
    pub price: Money,
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

/// What decided on the prices of a cart besides the list.
struct Causes {
    rows: Vec<Row>,
    rules: Option<Arc<Rules>>,
}

impl Causes {
    /// Nothing is read where nothing but the list decided.
    async fn read(cx: &Cx, event: &EventHead, cart: &Cart) -> Result<Self, sqlx::Error> {
        if cart.tariff.fee_minor.is_none() {
            return Ok(Self { rows: Vec::new(), rules: None });
        }
        let mut tx = cx.begin().await?;
        let rows = price::of(&mut tx, cart.id).await?;
        let rules = catalog::price::rules(&mut tx, event.id, event.version).await?;
        Ok(Self { rows, rules: Some(rules) })
    }

    /// What a line would cost without what made it cheaper, and what did.
    fn of(&self, number: i32, cart: &Cart) -> (Option<i64>, Vec<String>) {
        let Some(row) = self.rows.iter().find(|row| row.number == number) else {
            return (None, Vec::new());
        };
        cause(row, cart.tariff.voucher.as_deref(), &cart.locale)
    }

    fn fees(&self, event: &EventHead, locale: &Locale) -> Vec<CartFeeView> {
        let fees = self.rows.iter().filter_map(|row| Some((row.fee.as_ref()?, row.taxed.gross)));
        fees.map(|((_, name), minor)| CartFeeView {
            name: name.get(locale).to_owned(),
            price: Money::new(minor, event.currency),
        })
        .collect()
    }
}

/// The cart with the names of what it holds.
pub async fn view(cx: &Cx, event: &EventHead, cart: Cart) -> Result<CartView, Error> {
    let goods = sale::seen(cx, event).await?;
    let causes = Causes::read(cx, event, &cart).await?;
    let name =
        |item: Item| goods.names.get(&item).map(|name| name.get(&cart.locale).to_owned()).unwrap_or_default();
    let attendees = cart.lines.iter().map(|line| AttendeeView {
        number: line.number,
        product_name: name(line.item()),
        admits: line.admits,
        parent: line.parent,
        name: line.attendee_name.clone(),
    });
    Ok(CartView {
        attendees: attendees.collect(),
        approval: cart.lines.iter().any(|line| line.approval),
        lines: lines(&cart, event, &causes, name),
        total: cart.total(event.currency).unwrap_or(Money::zero(event.currency)),
        fees: Money::new(cart.tariff.fee_minor.unwrap_or_default(), event.currency),
        fee_lines: causes.fees(event, &cart.locale),
        taxes: tax_views(&causes.rows),
        asks_for_country: causes.rules.is_some_and(|rules| rules.ask_for_buyer()),
        voucher: cart.tariff.voucher,
        buyer_tax: cart.tariff.buyer,
        id: cart.id,
        secret: cart.secret,
        status: cart.status,
        test: cart.mode.is_test(),
        expires_at: cart.expires_at,
        extendable_until: cart.extendable_until,
        locale: cart.locale,
        buyer: BuyerView { name: cart.name, email: cart.email },
    })
}

/// The lines, those of the same that cost the same for the same reasons together.
fn lines(
    cart: &Cart,
    event: &EventHead,
    causes: &Causes,
    name: impl Fn(Item) -> String,
) -> Vec<CartLineView> {
    let money = |minor| Money::new(minor, event.currency);
    let mut lines: Vec<CartLineView> = Vec::new();
    for line in &cart.lines {
        let (list, because) = causes.of(line.number, cart);
        let same = |known: &&mut CartLineView| {
            (Item::new(known.product_id, known.variation_id), known.unit_price.minor, &known.because)
                == (line.item(), line.price_minor, &because)
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
                list_price: list.map(money),
                because,
                unit_price: money(line.price_minor),
                total: money(line.price_minor),
            }),
        }
    }
    lines
}
