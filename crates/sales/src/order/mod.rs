//! Orders: placed from a cart or through the API, paid, cancelled, expired. Every transition is a guarded update
//! with its stock, ledger, audit, outbox and job rows in the same commit.

mod approval;
pub mod bought;
pub(crate) mod charges;
mod csv;
pub mod guest_http;
pub mod http;
pub mod jobs;
pub mod list;
mod method;
pub(crate) mod names;
mod next;
mod place;
pub(crate) mod store;
mod transition;
pub mod vat_id;
pub mod view;

use ::store::{Cx, Tx};
use catalog::{EventHead, Item, Mode};
use kernel::{Currency, Email, EventId, Instant, Locale, Money, OrderId, PositionId, ProductId, VariationId};
use ports::Providers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Error, offer::Taken, payment, price::Tariff};

pub use approval::{Approval, approve, deny};
pub use catalog::availability::Channel;
pub use list::OrderFilter;
pub use method::switch_method;
pub use names::{rename_by_buyer, rename_by_organiser};
pub(crate) use place::CODE_LETTERS;
pub use place::{CartOrder, Placed, place_from_cart};
pub(crate) use transition::{Due, cancel_unpaid, end, fact, pay_all, pay_in_full};
pub use transition::{cancel, expire, mark_paid, resend};
pub use view::{GuestOrder, OrderView, guest_view, organiser_view};

/// Tickets one order may have at most.
pub const MAX_TICKETS: usize = 100;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed, not paid yet; its places are held.
    Pending,
    /// Paid or free; its tickets are valid.
    Paid,
    /// Not paid in time; its places went back.
    Expired,
    /// Cancelled by the organiser.
    Cancelled,
}

impl OrderStatus {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Nothing to pay.
    Free,
    /// The buyer transfers the money; the organiser marks the order as paid.
    BankTransfer,
    /// The built-in test card: no real money.
    Sandbox,
    /// Settled by the organiser elsewhere: at the door, on account.
    Manual,
}

impl PaymentMethod {
    /// The ways to pay that `event` offers its guests and that are there on this installation, for an order that counts
    /// or for a test.
    pub fn offered(event: &EventHead, mode: Mode, providers: &Providers) -> Vec<Self> {
        let known = [Self::Sandbox, Self::BankTransfer].into_iter();
        let there = event.payment_methods.iter().filter(|method| method.is_there_in(mode, providers));
        let there: Vec<&str> = there.map(|method| method.as_str()).collect();
        known.filter(|method| there.contains(&method.as_str())).collect()
    }

    /// Why it can't be chosen: it is not offered at all, or a test would reach real money by it.
    pub(crate) fn refusal(self, event: &EventHead, mode: Mode, providers: &Providers) -> Error {
        match mode.is_test() && Self::offered(event, Mode::Live, providers).contains(&self) {
            true => Error::RealMoney,
            false => Error::PaymentMethod,
        }
    }

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::BankTransfer => "bank_transfer",
            Self::Sandbox => "sandbox",
            Self::Manual => "manual",
        }
    }
}

/// Who buys.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// The full name.
    pub name: String,
    /// Where tickets are sent.
    pub email: Email,
    /// The language of mails and tickets.
    pub locale: Locale,
}

/// Who sold an order, as it was when it was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    /// The organisation's name.
    pub name: String,
    /// Its VAT id or tax number, if it had given any.
    pub vat_id: Option<String>,
}

/// An order as stored.
#[derive(Debug, Clone)]
pub struct Order {
    /// The order.
    pub id: OrderId,
    /// Its event.
    pub event: EventId,
    /// The short code for people.
    pub code: String,
    /// The secret in the buyer's link.
    pub secret: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Whether it counts.
    pub mode: Mode,
    /// Where it came from.
    pub channel: Channel,
    /// The buyer's name.
    pub name: String,
    /// The buyer's address.
    pub email: String,
    /// The buyer's language.
    pub locale: Locale,
    /// What it costs.
    pub total: Money,
    /// Whether somebody has to look at it first, and what was decided; absent if nobody has to.
    pub approval: Option<Approval>,
    /// How it was priced.
    pub tariff: Tariff,
    /// Who sold it; absent where that was not kept: in orders of before, and in one that is just being placed.
    pub seller: Option<Seller>,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// When it expires unless paid.
    pub expires_at: Option<Instant>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When it was cancelled or expired.
    pub ended_at: Option<Instant>,
    /// When it was placed.
    pub created_at: Instant,
}

impl Order {
    /// Whether it waits for somebody to decide about it: until then nobody pays for it.
    pub fn is_asked(&self) -> bool {
        self.approval == Some(Approval::Asked)
    }

    /// So many minor units in the order's currency.
    pub(crate) fn money(&self, minor: Option<i64>) -> Option<Money> {
        minor.map(|minor| Money::new(minor, self.total.currency))
    }
}

/// One thing bought, mostly a ticket.
#[derive(Debug, Clone)]
pub struct Position {
    /// The position.
    pub id: PositionId,
    /// Its number within the order, from 1.
    pub number: i32,
    /// The number of the position that it belongs to: it is an add-on to that, or a part of it.
    pub parent: Option<i32>,
    /// What was bought.
    pub product: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// Its price in minor units.
    pub price_minor: i64,
    /// Whether somebody is let in with it: only then it has a ticket.
    pub admits: bool,
    /// Whether a voucher takes its places beyond the size of their quotas.
    pub beyond: bool,
    /// Who comes; may be empty.
    pub attendee_name: String,
}

impl Position {
    /// What it is about.
    pub fn item(&self) -> Item {
        Item::new(self.product, self.variation)
    }

    /// The line that it belongs to, among those of its order.
    pub(crate) fn main(&self, order: &[Self]) -> Option<PositionId> {
        let number = self.parent?;
        order.iter().find(|position| position.number == number).map(|position| position.id)
    }

    /// What takes its places.
    pub(crate) fn taken(&self) -> Taken {
        Taken { item: self.item(), beyond: self.beyond }
    }
}

/// The order behind a secret link; a wrong secret is the same as no order.
pub async fn find(cx: &Cx, event: &EventHead, code: &str, secret: &str) -> Result<Order, Error> {
    let mut tx = cx.read().await?;
    let order = store::by_code(&mut tx, event.id, code).await?.filter(|order| order.secret == secret);
    order.ok_or(Error::NotFound("order"))
}

/// The order with its positions by number, and the version of the event's catalogue. Its own id leads to it: for jobs.
pub async fn whole(tx: &mut Tx, order: OrderId) -> Result<Option<(Order, Vec<Position>, i64)>, sqlx::Error> {
    store::whole(tx, order).await
}

/// Where the buyer of a new order pays; `None` if there is nothing to pay online now.
pub async fn pay_url(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    order: &Order,
    return_url: &str,
) -> Result<Option<String>, Error> {
    let online = providers.get(order.payment_method.as_str()).is_some();
    if order.status != OrderStatus::Pending || order.is_asked() || !online {
        return Ok(None);
    }
    payment::start(cx, providers, event, order, return_url).await.map(Some)
}

/// Where the buyer of an order that was just placed pays; `None` if there is nothing to pay online now.
pub async fn pay_placed(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    Placed { order, payment, .. }: &Placed,
    return_url: &str,
) -> Result<Option<String>, Error> {
    match payment {
        Some(payment) => {
            payment::open_at_provider(cx, providers, event, order, payment, return_url).await.map(Some)
        }
        None => pay_url(cx, providers, event, order, return_url).await,
    }
}

/// Mails the tickets, or how to pay, to the order's own address again.
pub async fn resend_to_buyer(cx: &Cx, event: &EventHead, code: &str, secret: &str) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let order = store::by_code(&mut tx, event.id, code).await?.filter(|order| order.secret == secret);
    transition::resend_order(&mut tx, &order.ok_or(Error::NotFound("order"))?, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds up minor units; `None` on overflow.
pub(crate) fn total(prices: impl IntoIterator<Item = i64>, currency: Currency) -> Option<Money> {
    let sum = prices.into_iter().try_fold(0_i64, i64::checked_add)?;
    Some(Money::new(sum, currency))
}

/// Refuses a text that is not one line, or has what turns the direction of what follows.
pub(crate) fn printable(text: &str, context: &()) -> garde::Result {
    httpkit::rules::line(usize::MAX)(text, context)
}
