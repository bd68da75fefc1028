//! Payments through hosted providers. The buyer's return, the provider's notice and our own check all end in
//! [`settle`]: it asks the provider and confirms under the payment's lock, so it may run any number of times.

pub mod http;
pub mod jobs;
mod opened;
pub(crate) mod store;
mod together;

use std::sync::Arc;

use ::store::{
    Cx, Tx,
    trail::{Entry, Trail},
};
use catalog::EventHead;
use kernel::{EventId, Instant, Money, OrderId, PaymentId};
use ports::{Intent, Notice, PaymentProvider, Providers, Settlement};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use self::store::{Asked, Locked};
use crate::{
    Desk, Error,
    order::{self, Due, Order, OrderStatus},
};

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PaymentState {
    /// The provider does not know of it yet.
    Created,
    /// The buyer is at the provider.
    Pending,
    /// The money is there.
    Confirmed,
    /// It was declined.
    Failed,
    /// It was given up.
    Cancelled,
}

impl PaymentState {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One try to pay.
#[derive(Debug, Clone)]
pub struct Payment {
    /// The payment; also the provider's idempotency key.
    pub id: PaymentId,
    /// What is paid.
    pub order: OrderId,
    /// From 1 within the order.
    pub number: i32,
    /// Through whom.
    pub provider: String,
    /// What the provider calls it, once started.
    pub provider_ref: Option<String>,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: PaymentState,
    /// Where the buyer pays, once started.
    pub redirect_url: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it began.
    pub created_at: Instant,
    /// When the money was there.
    pub confirmed_at: Option<Instant>,
}

impl Payment {
    /// A new try to pay `order` in full through `provider`.
    pub(crate) fn new(cx: &Cx, order: &Order, number: i32, provider: &str, state: PaymentState) -> Self {
        Self {
            id: PaymentId::new(cx.now, &cx.chance),
            order: order.id,
            number,
            provider: provider.to_owned(),
            provider_ref: None,
            amount: order.total,
            state,
            redirect_url: None,
            failure: None,
            created_at: cx.now,
            confirmed_at: (state == PaymentState::Confirmed).then_some(cx.now),
        }
    }
}

/// The first payment of an order that is to be paid at a provider.
pub(crate) fn first(cx: &Cx, providers: &Providers, order: &Order) -> Option<Payment> {
    let provider = order.payment_method.as_str();
    let due = order.status == OrderStatus::Pending && !order.is_asked();
    let online = due && providers.get(provider).is_some();
    online.then(|| Payment::new(cx, order, 1, provider, PaymentState::Created))
}

impl From<Payment> for order::view::PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            id: payment.id,
            number: payment.number,
            provider: payment.provider,
            state: payment.state,
            amount: payment.amount,
            created_at: payment.created_at,
            confirmed_at: payment.confirmed_at,
            failure: payment.failure,
        }
    }
}

/// Sends the buyer of a pending order to the provider: returns where. A payment that is under way is used again,
/// otherwise a new one is begun. `return_url` is the buyer's own page.
pub async fn start(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    order: &Order,
    return_url: &str,
) -> Result<String, Error> {
    provider_for(providers, order.payment_method.as_str(), order)?;
    match open_payment(cx, order).await? {
        Payment { state: PaymentState::Pending, redirect_url: Some(url), .. } => Ok(url),
        payment => open_at_provider(cx, providers, event, order, &payment, return_url).await,
    }
}

/// Has the provider of a payment that is in our books open it, too; returns where the buyer pays.
pub(crate) async fn open_at_provider(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    order: &Order,
    payment: &Payment,
    return_url: &str,
) -> Result<String, Error> {
    let provider = provider_for(providers, &payment.provider, order)?;
    // No transaction is open while the provider is asked.
    let started = provider
        .start(Intent {
            org: cx.org,
            event: order.event,
            payment: payment.id,
            amount: payment.amount,
            description: format!("{} · {}", event.name.get(&order.locale), order.code),
            return_url: return_url.to_owned(),
        })
        .await?;
    opened::note(cx, payment.id, &started).await?;
    Ok(started.redirect_url)
}

/// The provider of that name, as far as it may take money for `order`: what is a test never reaches real money.
fn provider_for<'a>(
    providers: &'a Providers,
    name: &str,
    order: &Order,
) -> Result<&'a Arc<dyn PaymentProvider>, Error> {
    let provider = providers.get(name).ok_or(Error::PaymentMethod)?;
    if order.mode.is_test() && provider.moves_real_money() {
        return Err(Error::RealMoney);
    }
    Ok(provider)
}

/// The order's open payment, or a new one; refuses unless the order is still waiting for money.
async fn open_payment(cx: &Cx, order: &Order) -> Result<Payment, Error> {
    let mut tx = cx.begin().await?;
    let order = order::store::lock(&mut tx, order.id).await?.ok_or(Error::NotFound("order"))?;
    if order.status != OrderStatus::Pending {
        return Err(Error::WrongState(order.status.as_str()));
    }
    if order.is_asked() {
        return Err(Error::NotApproved);
    }
    let payments = store::of_order(&mut tx, order.id).await?;
    let number = payments.last().map_or(1, |last| last.number + 1);
    let open = |p: &Payment| matches!(p.state, PaymentState::Created | PaymentState::Pending);
    if let Some(payment) = payments.into_iter().rev().find(open) {
        return Ok(payment);
    }
    let payment = Payment::new(cx, &order, number, order.payment_method.as_str(), PaymentState::Created);
    store::insert(&mut tx, order.event, &payment).await?;
    let mut trail = Trail::default();
    trail.push(cx, entry(&payment, "payment.started"));
    trail.enqueue(jobs::check(cx, payment.id)?);
    trail.write(&mut tx).await?;
    tx.commit().await?;
    Ok(payment)
}

/// Takes a provider's notice: remembered once by its id, then settled by asking the provider. One that comes after the
/// money, because the buyer was faster, is only remembered.
pub async fn notice(
    cx: &Cx,
    desk: &Desk,
    providers: &Providers,
    provider: &str,
    notice: &Notice,
) -> Result<(), Error> {
    if store::remember_if_confirmed(&mut cx.once().await?, provider, notice).await? {
        return Ok(());
    }
    let asked = Asked { provider, reference: &notice.provider_ref, notice: Some(notice) };
    bring(cx, desk, providers, notice.event, asked).await?;
    Ok(())
}

/// Asks the provider where a payment stands and acts on it; returns the state it ends in. `event` is the payment's, if
/// that is known.
pub async fn settle(
    cx: &Cx,
    desk: &Desk,
    providers: &Providers,
    event: Option<EventId>,
    (provider, reference): (&str, &str),
) -> Result<PaymentState, Error> {
    bring(cx, desk, providers, event, Asked { provider, reference, notice: None }).await
}

async fn bring(
    cx: &Cx,
    desk: &Desk,
    providers: &Providers,
    event: Option<EventId>,
    asked: Asked<'_>,
) -> Result<PaymentState, Error> {
    let settlement = ask(providers, asked.provider, asked.reference).await?;
    if let (Some(event), Settlement::Paid(amount)) = (event, &settlement)
        && together::confirm(cx, desk, event, asked, *amount).await
    {
        return Ok(PaymentState::Confirmed);
    }
    let mut tx = begin(cx, event, &settlement).await?;
    let found = store::lock(&mut tx, &[asked]).await?.pop().ok_or(Error::NotFound("payment"))?;
    if asked.notice.is_some_and(|notice| !found.news.contains(&notice.event_id)) {
        return Ok(found.payment.state);
    }
    let state = apply(&mut tx, desk, &found, settlement).await?;
    tx.commit().await?;
    Ok(state)
}

/// Begins what a settlement leads to. Confirmed money changes the stock of its event, if that is known.
async fn begin(cx: &Cx, event: Option<EventId>, settlement: &Settlement) -> Result<Tx, sqlx::Error> {
    match event {
        Some(event) if matches!(settlement, Settlement::Paid(_)) => cx.begin_through(event.uuid()).await,
        _ => cx.begin().await,
    }
}

/// Settles whatever the order has under way at its provider, for the buyer who just came back; returns whether it is
/// still under way.
pub async fn settle_order(
    cx: &Cx,
    desk: &Desk,
    providers: &Providers,
    event: &EventHead,
    code: &str,
    secret: &str,
) -> Result<bool, Error> {
    let mut tx = cx.read().await?;
    let found = store::pending_behind_link(&mut tx, event.id, (code, secret)).await?;
    drop(tx);
    let mut open = false;
    for (provider, reference) in &found.ok_or(Error::NotFound("order"))? {
        let state = settle(cx, desk, providers, Some(event.id), (provider, reference)).await?;
        open |= state == PaymentState::Pending;
    }
    Ok(open)
}

async fn ask(providers: &Providers, provider: &str, reference: &str) -> Result<Settlement, Error> {
    let provider = providers.get(provider).ok_or(Error::NotFound("payment provider"))?;
    Ok(provider.settlement(reference).await?)
}

/// Brings our books in line with what the provider says. Money that came is never forgotten: if the order ended
/// meanwhile and its places are gone, the payment stays confirmed and the organiser sees it.
async fn apply(
    tx: &mut Tx,
    desk: &Desk,
    found: &Locked,
    settlement: Settlement,
) -> Result<PaymentState, Error> {
    let payment = &found.payment;
    match settlement {
        Settlement::Open => Ok(payment.state),
        Settlement::Paid(amount) => {
            if payment.state != PaymentState::Confirmed {
                confirm(tx, desk, found, amount).await?;
            }
            Ok(PaymentState::Confirmed)
        }
        Settlement::Declined(reason) => end(tx, payment, PaymentState::Failed, Some(&reason)).await,
        Settlement::Cancelled => end(tx, payment, PaymentState::Cancelled, None).await,
    }
}

async fn end(
    tx: &mut Tx,
    payment: &Payment,
    state: PaymentState,
    reason: Option<&str>,
) -> Result<PaymentState, Error> {
    let open = matches!(payment.state, PaymentState::Created | PaymentState::Pending);
    if open && store::set_failed(tx, payment.id, state, reason).await? {
        tell(tx, payment, "payment.failed").await?;
        return Ok(state);
    }
    Ok(payment.state)
}

async fn confirm(tx: &mut Tx, desk: &Desk, found: &Locked, amount: Money) -> Result<(), Error> {
    let Locked { payment, order, version, .. } = found;
    let passed = tx.has_passed(order.event.uuid());
    let cx = tx.cx().clone();
    let payment_due = Some((payment, amount));
    let due = Due { cx: &cx, order, payment: payment_due, version: version.filter(|_| passed) };
    let mut trail = Trail::default();
    let settled = amount == order.total
        && matches!(order.status, OrderStatus::Pending | OrderStatus::Expired)
        && !order.is_asked()
        && order::pay_in_full(tx, desk, due, &mut trail).await?;
    if !settled {
        tracing::warn!(order = %order.id, payment = %payment.id, "money came for an order that could not take it");
        store::confirm(tx, payment, order, amount).await?;
        trail.push(tx.cx(), entry(payment, "payment.unassigned"));
    }
    Ok(trail.write(tx).await?)
}

/// What the story of an order says of a payment.
pub(crate) fn told(payment: &Payment) -> Value {
    json!({ "id": payment.id, "provider": payment.provider, "amount": payment.amount })
}

/// A payment in the story of its order, where it is not told along with what the order becomes.
fn entry(payment: &Payment, action: &'static str) -> Entry {
    Entry {
        event: None,
        action,
        subject_kind: "order",
        subject: payment.order.uuid(),
        before: None,
        after: json!({ "payment": told(payment) }),
        fact: None,
    }
}

async fn tell(tx: &mut Tx, payment: &Payment, action: &'static str) -> Result<(), Error> {
    let mut trail = Trail::default();
    trail.push(tx.cx(), entry(payment, action));
    Ok(trail.write(tx).await?)
}
