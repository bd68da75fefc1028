//! Placing an order from a guest's cart.

mod together;

use std::sync::Arc;

use catalog::{EventHead, Mode};
use httpkit::FieldError;
use kernel::{Email, LedgerEntryId, Money, OrderId, PositionId};
use serde_json::json;
use store::{Cx, Tx, job::NewJob, trail::Trail};

use super::{
    Approval, Channel, Order, OrderStatus, PaymentMethod, Position,
    jobs::{self, Notification, NotifyBuyer},
    store::{self as rows, NewOrders},
    transition::{self, Due},
    vat_id,
};
use crate::{
    Desk, Error,
    cart::{self, Cart, CartLine, CartStatus},
    customer,
    payment::{self, Payment},
    price,
};

/// How long an order paid at a provider waits for the money, in minutes.
const PROVIDER_MINUTES: i32 = 45;

/// Letters of an order code.
pub(crate) const CODE_LETTERS: usize = 6;

/// How often a code is drawn for an order, if another one of the organisation has it already. With 100,000 orders that is
/// once in 4,000.
const DRAWS: usize = 3;

/// A guest's order.
#[derive(Debug, Clone)]
pub struct CartOrder {
    /// The cart's secret.
    pub cart: String,
    /// How it will be paid; ignored when there is nothing to pay.
    pub method: PaymentMethod,
    /// The total the buyer agreed to, in minor units.
    pub shown_total_minor: i64,
}

/// What became of a cart.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The order.
    pub order: Order,
    /// Its payment, if it is to be paid at a provider: begun in our books, not told to the provider yet.
    pub payment: Option<Payment>,
    /// Whether the cart had been ordered before: nothing was done this time.
    pub again: bool,
}

/// Turns an open cart into an order. The same cart again gives the same order. An order without anything to pay is
/// paid at once.
pub async fn place_from_cart(
    cx: &Cx,
    desk: &Desk,
    event: &Arc<EventHead>,
    wish: &CartOrder,
) -> Result<Placed, Error> {
    desk.signers.prepare(cx, event.id).await?;
    if let Some(placed) = together::place(cx, desk, event, wish).await {
        return Ok(placed);
    }
    for _ in 1..DRAWS {
        match try_once(cx, desk, event, wish).await {
            Err(Error::Sql(sqlx::Error::Database(error))) if error.constraint() == Some("orders_code") => {}
            done => return done,
        }
    }
    try_once(cx, desk, event, wish).await
}

async fn try_once(cx: &Cx, desk: &Desk, event: &EventHead, wish: &CartOrder) -> Result<Placed, Error> {
    let mut tx = cx.begin().await?;
    let cart = cart::store::lock(&mut tx, event.id, &wish.cart).await?.ok_or(Error::NotFound("cart"))?;
    if cart.status == CartStatus::Ordered {
        let order = rows::by_cart(&mut tx, cart.id).await?.ok_or(Error::NotFound("order"))?;
        return Ok(Placed { order, payment: None, again: true });
    }
    check(cx, event, &cart)?;
    ask_for_buyer(&mut tx, event, &cart).await?;
    let mut new = New::default();
    let placed = new.add(cx, desk, event, &cart, wish)?;
    customer::check(&mut tx, event, &cart).await?;
    new.rows.insert(&mut tx, None).await?;
    if cart.tariff.fee_minor.is_some() {
        price::move_to_order(&mut tx, cart.id, placed.order.id).await?;
    }
    let order = match placed.is_free() {
        true => complete_free(&mut tx, desk, placed.order, &mut new.trail).await?,
        false => placed.order,
    };
    new.trail.write(&mut tx).await?;
    tx.commit().await?;
    Ok(Placed { order, ..placed })
}

impl Placed {
    /// Whether it is paid as soon as it is placed.
    fn is_free(&self) -> bool {
        self.order.payment_method == PaymentMethod::Free && !self.order.is_asked()
    }
}

/// What placing orders writes, one or a batch.
#[derive(Default)]
struct New {
    rows: NewOrders,
    trail: Trail,
}

impl New {
    /// Adds the order that a locked cart becomes, after its [`check`].
    fn add(
        &mut self,
        cx: &Cx,
        desk: &Desk,
        event: &EventHead,
        cart: &Cart,
        wish: &CartOrder,
    ) -> Result<Placed, Error> {
        let order = new_order(cx, desk, event, cart, wish)?;
        let payment = payment::first(cx, &desk.providers, &order);
        let errands = errands(cx, &order, payment.as_ref())?;
        let entry = LedgerEntryId::new(cx.now, &cx.chance);
        self.rows.push(cx.org, Some(cart.id), &order, &positions(cx, cart), entry);
        if let Some(payment) = &payment {
            self.rows.push_payment(&order, payment, None);
        }
        let told = payment.as_ref().map(payment::told);
        let after = json!({ "total": order.total, "channel": "web", "payment": told });
        self.trail.push(cx, transition::entry(&order, "order.placed", after).with(transition::fact(&order)));
        self.trail.take_back(cart::jobs::key(cart.id));
        errands.into_iter().for_each(|job| self.trail.enqueue(job));
        Ok(Placed { order, payment, again: false })
    }
}

/// Refuses a cart that nothing can be ordered with any more.
fn check(cx: &Cx, event: &EventHead, cart: &Cart) -> Result<(), Error> {
    if !cart.holds(cx.now) {
        return Err(Error::CartExpired);
    }
    if cart.mode.is_test() && !event.mode.is_test() {
        return Err(Error::TestOver);
    }
    Ok(())
}

/// What is to be done later about an order that waits, for its money or for somebody to look at it.
fn errands(cx: &Cx, order: &Order, payment: Option<&Payment>) -> Result<Vec<NewJob>, sqlx::Error> {
    let mut errands = Vec::from_iter(vat_id::errand(cx, order)?);
    if order.is_asked() {
        errands.push(NewJob::of(cx, &NotifyBuyer { order: order.id, about: Notification::Asked })?);
    }
    let Some(until) = order.expires_at else { return Ok(errands) };
    let expiry = NewJob::of(cx, &jobs::expiry(order.id))?;
    errands.push(expiry.at(until).keyed(jobs::expiry_key(order.id)));
    if order.payment_method == PaymentMethod::BankTransfer {
        errands.push(NewJob::of(cx, &NotifyBuyer { order: order.id, about: Notification::Placed })?);
    }
    if let Some(payment) = payment {
        errands.push(payment::jobs::check(cx, payment.id)?);
    }
    Ok(errands)
}

async fn complete_free(tx: &mut Tx, desk: &Desk, order: Order, trail: &mut Trail) -> Result<Order, Error> {
    let cx = tx.cx().clone();
    transition::pay_in_full(tx, desk, Due::of(&cx, &order), trail).await?;
    Ok(Order { status: OrderStatus::Paid, paid_at: Some(tx.now()), ..order })
}

fn new_order(cx: &Cx, desk: &Desk, event: &EventHead, cart: &Cart, wish: &CartOrder) -> Result<Order, Error> {
    let total = cart.total(event.currency).ok_or(Error::TooMany(super::MAX_TICKETS))?;
    if total.minor != wish.shown_total_minor {
        return Err(Error::TotalChanged { now: total });
    }
    let asked = cart.lines.iter().any(|line| line.approval);
    let method = method((desk, event), cart.mode, (wish.method, asked), total)?;
    let (name, email) = buyer(cart)?;
    let expires_at = match method {
        _ if asked => None,
        PaymentMethod::Free => None,
        PaymentMethod::Sandbox => Some(cx.now.plus_minutes(PROVIDER_MINUTES)),
        PaymentMethod::BankTransfer | PaymentMethod::Manual => Some(cx.now.plus_days(event.payment_days)),
    };
    Ok(Order {
        id: OrderId::new(cx.now, &cx.chance),
        event: event.id,
        code: cx.chance.code(CODE_LETTERS),
        secret: cx.chance.secret(),
        status: OrderStatus::Pending,
        channel: Channel::Web,
        name,
        email,
        locale: cart.locale.clone(),
        total,
        mode: cart.mode,
        approval: asked.then_some(Approval::Asked),
        tariff: cart.tariff.clone(),
        seller: None,
        payment_method: method,
        expires_at,
        paid_at: None,
        ended_at: None,
        created_at: cx.now,
    })
}

/// Refuses as long as the tax depends on where the buyer is and nobody has told.
async fn ask_for_buyer(tx: &mut Tx, event: &EventHead, cart: &Cart) -> Result<(), Error> {
    // Where nothing but the list decides there is no tax.
    if cart.tariff.fee_minor.is_none() || cart.tariff.buyer.is_some() {
        return Ok(());
    }
    if catalog::price::rules(tx, event.id, event.version).await?.ask_for_buyer() {
        let message = "Choose your country.";
        return Err(Error::Buyer(vec![FieldError::new("/country", "sales.country_missing", message)]));
    }
    Ok(())
}

/// The way to pay: free if there is nothing to pay, otherwise one that the event offers to guests. Who is looked at first
/// may choose later.
fn method(
    (desk, event): (&Desk, &EventHead),
    mode: Mode,
    (wanted, later): (PaymentMethod, bool),
    total: Money,
) -> Result<PaymentMethod, Error> {
    if total.is_zero() {
        return Ok(PaymentMethod::Free);
    }
    let offered = PaymentMethod::offered(event, mode, &desk.providers);
    let chosen = offered.iter().copied().find(|method| *method == wanted);
    let chosen = chosen.or_else(|| offered.first().copied().filter(|_| later));
    chosen.ok_or_else(|| wanted.refusal(event, mode, &desk.providers))
}

fn buyer(cart: &Cart) -> Result<(String, String), Error> {
    let mut errors = Vec::new();
    if cart.name.is_empty() {
        errors.push(FieldError::new("/name", "sales.name_missing", "Enter your full name."));
    }
    if cart.email.parse::<Email>().is_err() {
        errors.push(FieldError::new("/email", "sales.email_missing", "Enter your e-mail address."));
    }
    if errors.is_empty() { Ok((cart.name.clone(), cart.email.clone())) } else { Err(Error::Buyer(errors)) }
}

/// A single ticket is for the buyer unless another name was given.
fn positions(cx: &Cx, cart: &Cart) -> Vec<Position> {
    let only = cart.lines.iter().filter(|line| line.admits).count() == 1;
    let attendee = |line: &CartLine| match line.attendee_name.as_str() {
        "" if only && line.admits => cart.name.clone(),
        name => name.to_owned(),
    };
    cart.lines
        .iter()
        .map(|line| Position {
            id: PositionId::new(cx.now, &cx.chance),
            number: line.number,
            parent: line.parent,
            product: line.product,
            variation: line.variation,
            price_minor: line.price_minor,
            admits: line.admits,
            beyond: line.beyond,
            attendee_name: attendee(line),
        })
        .collect()
}
