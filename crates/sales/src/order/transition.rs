//! From pending to paid, expired or cancelled. Each transition happens once: the guarded update decides.

use admission::ticket::{self, IssueOrder, IssuePosition};
use catalog::{
    EventHead,
    event::Status,
    stock::{self, Shifts, StockError},
};
use kernel::{Email, Money, OrderId};
use serde_json::{Value, json};
use store::{
    Cx, Tx,
    job::{self, NewJob},
    trail::{Entry, Trail},
};

use super::{
    Approval, Order, OrderStatus, Position,
    jobs::{self, DeliverOrder, Notification, NotifyBuyer},
    store as rows,
};
use crate::{
    Desk, Error,
    offer::Offer,
    payment::{self, Payment, PaymentState},
    price::{self, Kept},
};

/// Marks an order as paid: the organiser saw the money. An expired order is revived if its places are still there.
pub async fn mark_paid(
    tx: &mut Tx,
    desk: &Desk,
    event: &EventHead,
    code: &str,
    note: Option<&str>,
) -> Result<Order, Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    if !matches!(order.status, OrderStatus::Pending | OrderStatus::Expired) {
        return Err(Error::WrongState(order.status.as_str()));
    }
    if order.is_asked() {
        return Err(Error::NotApproved);
    }
    if event.status == Status::Cancelled {
        return Err(Error::EventCancelled);
    }
    let (mut trail, cx) = (Trail::default(), tx.cx().clone());
    if !pay_in_full(tx, desk, Due::of(&cx, &order), &mut trail).await? {
        return Err(Error::SoldOut);
    }
    if !order.total.is_zero() {
        let payments = payment::store::of_order(tx, order.id).await?;
        let number = payments.last().map_or(1, |last| last.number + 1);
        let provider = match order.payment_method {
            super::PaymentMethod::BankTransfer => "bank_transfer",
            _ => "manual",
        };
        payment::store::cancel_open(tx, order.id).await?;
        let payment = Payment::new(tx.cx(), &order, number, provider, PaymentState::Confirmed);
        payment::store::insert(tx, order.event, &payment).await?;
        rows::ledger(tx, &order, Some(payment.id), "payment", payment.amount.minor).await?;
    }
    if let Some(note) = note.filter(|note| !note.is_empty()) {
        trail.push(tx.cx(), entry(&order, "order.note", json!({ "note": note })));
    }
    trail.write(tx).await?;
    Ok(order)
}

/// An order whose money is there.
#[derive(Clone, Copy)]
pub(crate) struct Due<'a> {
    /// Who says so.
    pub cx: &'a Cx,
    pub order: &'a Order,
    /// The payment at a provider that brings it, and how much. It is confirmed along with the order.
    pub payment: Option<(&'a Payment, Money)>,
    /// The version of the event's catalogue, if it was read after the gate of its stock was passed.
    pub version: Option<i64>,
}

impl<'a> Due<'a> {
    /// An order whose money no provider brought.
    pub fn of(cx: &'a Cx, order: &'a Order) -> Self {
        Self { cx, order, payment: None, version: None }
    }
}

/// Turns a pending or expired order into a paid one with tickets; `false` if an expired order's places are gone.
/// The caller writes the trail and, if no provider brought it, the payment and its ledger row.
pub(crate) async fn pay_in_full(
    tx: &mut Tx,
    desk: &Desk,
    due: Due<'_>,
    trail: &mut Trail,
) -> Result<bool, Error> {
    let order = due.order;
    if order.is_asked() {
        return Err(Error::NotApproved);
    }
    match order.status {
        OrderStatus::Pending => {}
        // The hold is gone: take places from what is free, or leave the order as it is.
        OrderStatus::Expired if !take_places_again(tx, order).await? => return Ok(false),
        OrderStatus::Expired => {}
        OrderStatus::Paid | OrderStatus::Cancelled => return Err(Error::WrongState(order.status.as_str())),
    }
    pay_all(tx, desk, &[due], trail).await?;
    Ok(true)
}

/// The same for orders of one event that hold their places, or have just taken them again.
pub(crate) async fn pay_all(
    tx: &mut Tx,
    desk: &Desk,
    dues: &[Due<'_>],
    trail: &mut Trail,
) -> Result<(), Error> {
    let positions = rows::set_paid(tx, dues).await?;
    let mut sold = Shifts::default();
    let mut tickets = Vec::new();
    for due in dues {
        let (cx, order) = (due.cx, due.order);
        let positions = positions.get(&order.id).ok_or(Error::WrongState("changing"))?;
        tickets.push(issue(cx, order, positions));
        trail.take_back(jobs::expiry_key(order.id));
        if let Some((payment, _)) = due.payment {
            trail.take_back(payment::jobs::key(payment.id));
        }
        trail.enqueue(NewJob::of(cx, &DeliverOrder { order: order.id })?);
        let payment = due.payment.map(|(payment, _)| payment::told(payment));
        let after = json!({ "total": order.total, "method": order.payment_method, "payment": payment });
        trail.push(cx, entry(order, "order.paid", after).with(fact(order)));
        if order.status == OrderStatus::Pending {
            sold.add(Shifts::default().sell_held(&quotas_of(tx, order, due.version, positions).await?));
        }
    }
    ticket::issue_for_orders(tx, &desk.signers, tickets).await?;
    sold.apply_with_commit(tx);
    Ok(())
}

/// Sells the places of an expired order again; `false`, and nothing done, if too few are left.
async fn take_places_again(tx: &mut Tx, order: &Order) -> Result<bool, Error> {
    let positions = rows::positions(tx, order.id).await?;
    let offer = Offer::read(tx, order.event).await?.of(order.mode);
    let places = offer.places(positions.iter().map(Position::taken));
    if places.is_empty() {
        return Ok(false);
    }
    let Some(kept) = take_prices(tx, order).await? else { return Ok(false) };
    match Shifts::default().sell(&places).release(&offer.places_of(&kept)).apply(tx).await {
        Ok(()) => rows::ledger(tx, order, None, "sale", order.total.minor).await?,
        Err(StockError::SoldOut { .. }) => {
            give_prices_back(tx, order).await?;
            return Ok(false);
        }
        Err(StockError::Sql(error)) => return Err(error.into()),
    }
    Ok(true)
}

fn issue<'a>(cx: &'a Cx, order: &Order, positions: &[Position]) -> IssueOrder<'a> {
    let line = |position: &Position| IssuePosition {
        position: position.id,
        number: position.number,
        product: position.product,
        variation: position.variation,
        main: position.main(positions),
        attendee_name: position.attendee_name.clone(),
    };
    IssueOrder {
        cx,
        order: order.id,
        event: order.event,
        code: order.code.clone(),
        test: order.mode.is_test(),
        positions: positions.iter().filter(|position| position.admits).map(line).collect(),
    }
}

/// Cancels a pending or paid order: its places go back, its tickets stop working, open payments are given up.
pub async fn cancel(
    tx: &mut Tx,
    event: &EventHead,
    code: &str,
    reason: Option<&str>,
    send_mail: bool,
) -> Result<Order, Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    if !matches!(order.status, OrderStatus::Pending | OrderStatus::Paid) {
        return Err(Error::WrongState(order.status.as_str()));
    }
    end(tx, &order, (OrderStatus::Cancelled, None)).await?;
    ticket::revoke_for_order(tx, order.id).await?;
    tell(tx, &order, "order.cancelled", json!({ "reason": reason })).await?;
    if send_mail {
        job::enqueue(tx, &NotifyBuyer { order: order.id, about: Notification::Cancelled }).await?;
    }
    Ok(order)
}

/// Cancels an order that waits for money, because its event was called off; nothing happens if it has moved on.
pub(crate) async fn cancel_unpaid(tx: &mut Tx, order: OrderId) -> Result<(), Error> {
    let Some(order) = rows::lock(tx, order).await?.filter(|order| order.status == OrderStatus::Pending)
    else {
        return Ok(());
    };
    end(tx, &order, (OrderStatus::Cancelled, None)).await?;
    tell(tx, &order, "order.cancelled", json!({ "event_cancelled": true })).await?;
    job::enqueue(tx, &NotifyBuyer { order: order.id, about: Notification::EventCancelled }).await?;
    Ok(())
}

/// Ends a pending order whose time is up; nothing happens if it was paid or given more time meanwhile.
pub async fn expire(tx: &mut Tx, order: OrderId) -> Result<(), Error> {
    let Some(order) = rows::lock(tx, order).await? else { return Ok(()) };
    let due = order.expires_at.is_some_and(|at| at <= tx.now());
    if order.status != OrderStatus::Pending || !due {
        return Ok(());
    }
    end(tx, &order, (OrderStatus::Expired, None)).await?;
    tell(tx, &order, "order.expired", json!({})).await?;
    job::enqueue(tx, &NotifyBuyer { order: order.id, about: Notification::Expired }).await?;
    Ok(())
}

/// Ends a pending or paid order; one that waits for a decision is decided by it.
pub(crate) async fn end(
    tx: &mut Tx,
    order: &Order,
    to: (OrderStatus, Option<Approval>),
) -> Result<(), Error> {
    let positions = rows::positions(tx, order.id).await?;
    // The gate comes before vouchers are locked, as everywhere.
    let offer = Offer::read(tx, order.event).await?.of(order.mode);
    let kept = offer.places_of(&give_prices_back(tx, order).await?);
    let places = offer.places(positions.iter().map(Position::taken));
    let given = match order.status {
        OrderStatus::Paid => Shifts::default().unsell(&places),
        _ => Shifts::default().release(&places),
    };
    moved(given.hold(&kept).apply(tx).await)?;
    if !rows::set_ended(tx, order.id, order.status, to).await? {
        return Err(Error::WrongState("changing"));
    }
    payment::store::cancel_open(tx, order.id).await?;
    rows::ledger(tx, order, None, "sale", -order.total.minor).await?;
    job::remove(tx, &jobs::expiry_key(order.id)).await?;
    Ok(())
}

/// Gives back what the order has used of vouchers and discounts; they come before the stock.
async fn give_prices_back(tx: &mut Tx, order: &Order) -> Result<Kept, Error> {
    match order.tariff.fee_minor {
        Some(_) => price::give_back(tx, order.id, order.mode).await,
        None => Ok(Kept::new()),
    }
}

/// Takes again what an expired order has given back of vouchers and discounts; `None` if there is too little by now.
async fn take_prices(tx: &mut Tx, order: &Order) -> Result<Option<Kept>, Error> {
    match order.tariff.fee_minor {
        Some(_) => price::take_again(tx, order.id, order.mode).await,
        None => Ok(Some(Kept::new())),
    }
}

/// Mails the tickets, or the payment details, again; `email` corrects the address first.
pub async fn resend(tx: &mut Tx, event: &EventHead, code: &str, email: Option<&Email>) -> Result<(), Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    resend_order(tx, &order, email).await
}

pub(super) async fn resend_order(tx: &mut Tx, order: &Order, email: Option<&Email>) -> Result<(), Error> {
    let about = match order.status {
        OrderStatus::Paid => Notification::Tickets,
        OrderStatus::Pending if order.is_asked() => Notification::Asked,
        OrderStatus::Pending => Notification::Placed,
        _ => return Err(Error::WrongState(order.status.as_str())),
    };
    if let Some(email) = email {
        rows::set_email(tx, order.id, email.as_str()).await?;
    }
    let nonce = tx.cx().chance.uuid(tx.now());
    job::enqueue(tx, &jobs::Resend { order: order.id, about, nonce }).await?;
    let mut trail = Trail::default();
    let after = json!({ "about": about, "address_changed": email.is_some() });
    trail.push(tx.cx(), entry(order, "order.resent", after));
    Ok(trail.write(tx).await?)
}

/// How many places of each quota the positions take.
async fn quotas_of(
    tx: &mut Tx,
    order: &Order,
    version: Option<i64>,
    positions: &[Position],
) -> Result<Vec<stock::Places>, Error> {
    let event = order.event;
    let kept = match version {
        Some(version) => Offer::kept(&tx.cx().db, event, version).await,
        None => None,
    };
    let offer = match kept {
        Some(offer) => offer,
        None => Offer::read(tx, event).await?,
    };
    Ok(offer.of(order.mode).places(positions.iter().map(Position::taken)))
}

/// Stock of a transition that can't fail for lack of places.
fn moved(result: Result<(), StockError>) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(StockError::SoldOut { .. }) => Err(Error::SoldOut),
        Err(StockError::Sql(error)) => Err(error.into()),
    }
}

/// An audit entry about an order, with where it stood before.
pub(super) fn entry(order: &Order, action: &'static str, after: Value) -> Entry {
    Entry {
        event: Some(order.event),
        action,
        subject_kind: "order",
        subject: order.id.uuid(),
        before: Some(json!({ "status": order.status })),
        after,
        fact: None,
    }
}

/// What listeners learn of an order.
pub(crate) fn fact(order: &Order) -> Value {
    let mut fact = json!({ "order": order.id, "code": order.code, "total_minor": order.total.minor });
    if order.mode.is_test() {
        fact["test"] = json!(true);
    }
    fact
}

/// Writes a transition into the audit log and the outbox.
pub(super) async fn tell(
    tx: &mut Tx,
    order: &Order,
    action: &'static str,
    after: Value,
) -> Result<(), Error> {
    let mut trail = Trail::default();
    trail.push(tx.cx(), entry(order, action, after).with(fact(order)));
    Ok(trail.write(tx).await?)
}

/// Runs `expire` as a job for one organisation.
pub(super) async fn expire_now(cx: &Cx, order: OrderId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    expire(&mut tx, order).await?;
    tx.commit().await?;
    Ok(())
}
