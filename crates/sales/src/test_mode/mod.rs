//! Test mode: an event is sold for practice. What is begun meanwhile takes places of a stock of its own, is in no number and
//! can be removed again; what was begun before stays what it was.

pub mod http;
pub mod jobs;
mod store;

use ::store::{
    Cx, Tx, audit, job,
    trail::{Entry, Trail},
};
use catalog::{EventHead, Mode, event::Status};
use kernel::{EventId, Instant};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    Error, cart,
    order::{self, Order, OrderStatus, jobs::ForgetOrder},
    payment, price,
};
use jobs::RemoveTests;
use store::Tests;

/// Test orders removed in one go.
const BATCH: i64 = 50;

/// Whether an event is in test mode, and what there is of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TestMode {
    /// Whether what is ordered now is a test.
    pub on: bool,
    /// Test orders there are.
    pub orders: i64,
    /// Whether they are being removed: those that were there when somebody asked for it.
    pub removing: bool,
    /// Open carts that become test orders.
    pub carts: i64,
    /// Open carts that were begun outside test mode: they hold real places, and become real orders.
    pub live_carts: i64,
}

/// Whether the event is in test mode, and what there is of tests.
pub async fn get(cx: &Cx, event: EventId) -> Result<TestMode, Error> {
    let mut tx = cx.read().await?;
    // Asked before they are counted: whoever reads that nobody removes any more reads what is left for good.
    let removing = job::is_unfinished(&mut tx, &jobs::key(event)).await?;
    let found = store::state(&mut tx, event).await?.ok_or(Error::NotFound("event"))?;
    let Tests { on, orders, carts, live_carts } = found;
    Ok(TestMode { on, orders, removing, carts, live_carts })
}

/// Puts an event into test mode, or back. Carts that were begun before stay what they are; when test mode ends, those of
/// tests are given up, because nobody could order them any more.
pub async fn switch(cx: &Cx, event: &EventHead, mode: Mode) -> Result<(), Error> {
    if event.template {
        return Err(Error::Template);
    }
    if mode.is_test() && event.status == Status::Cancelled {
        return Err(Error::EventCancelled);
    }
    let mut tx = cx.begin().await?;
    if catalog::event::set_mode(&mut tx, event.id, mode).await? {
        tx.commit().await?;
        catalog::event::changed(cx, &event.slug).await;
    } else {
        drop(tx);
    }
    if !mode.is_test() {
        give_up_carts(cx, event.id).await?;
    }
    Ok(())
}

async fn give_up_carts(cx: &Cx, event: EventId) -> Result<(), Error> {
    for cart in store::open_carts(&mut cx.read().await?, event).await? {
        cart::give_up(cx, cart).await?;
    }
    Ok(())
}

/// Removes one test order with everything about it. What counts is never removed.
pub async fn delete(cx: &Cx, event: &EventHead, code: &str) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let order = order::store::lock_by_code(&mut tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    if !order.mode.is_test() {
        return Err(Error::NotATest);
    }
    remove(&mut tx, &order).await?;
    tx.commit().await?;
    Ok(())
}

/// Has a job remove the test orders that the event has by now; returns how many there are. What is ordered meanwhile stays.
/// Asking again while they are being removed takes those in that came since.
pub async fn delete_all(cx: &Cx, event: &EventHead) -> Result<i64, Error> {
    let mut tx = cx.begin().await?;
    let found = store::state(&mut tx, event.id).await?.ok_or(Error::NotFound("event"))?;
    let job = RemoveTests { event: event.id, until: cx.now };
    job::enqueue_keyed(&mut tx, &jobs::key(event.id), &job, cx.now).await?;
    let entry = audit::Entry {
        action: "event.test_orders_deleted",
        subject_kind: "event",
        subject: event.id.uuid(),
        event: Some(event.id),
        before: Some(json!({ "test_orders": found.orders })),
        after: None,
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(found.orders)
}

/// Removes the oldest test orders of those that were placed until then, one transaction each, and says whether to go on.
/// After the last come the carts of tests that are over. May be stopped anywhere and begun again.
async fn remove_some(cx: &Cx, event: EventId, until: Instant) -> Result<bool, Error> {
    let found = store::orders(&mut cx.read().await?, event, until, BATCH).await?;
    for id in &found {
        let mut tx = cx.begin().await?;
        // Somebody else may have removed it by now.
        if let Some(order) = order::store::lock(&mut tx, *id).await? {
            remove(&mut tx, &order).await?;
            tx.commit().await?;
        }
    }
    if !found.is_empty() {
        return Ok(true);
    }
    let mut tx = cx.begin().await?;
    store::delete_carts(&mut tx, event, until).await?;
    tx.commit().await?;
    Ok(false)
}

/// Gives the places of a locked test order back and deletes it. Its mails are a job's, because their files are elsewhere.
async fn remove(tx: &mut Tx, order: &Order) -> Result<(), Error> {
    if matches!(order.status, OrderStatus::Pending | OrderStatus::Paid) {
        order::end(tx, order, (OrderStatus::Cancelled, None)).await?;
    }
    let mut trail = Trail::default();
    for payment in payment::store::of_order(tx, order.id).await? {
        trail.take_back(payment::jobs::key(payment.id));
    }
    admission::ticket::delete_for_order(tx, order.id).await?;
    price::delete(tx, order.id).await?;
    store::delete_order(tx, order.id).await?;
    job::enqueue(tx, &ForgetOrder { order: order.id }).await?;
    let (code, total) = (&order.code, order.total);
    trail.push(
        tx.cx(),
        Entry {
            event: Some(order.event),
            action: "order.deleted",
            subject_kind: "order",
            subject: order.id.uuid(),
            before: Some(json!({ "status": order.status, "code": code, "total": total })),
            after: json!({ "test": true }),
            fact: Some(order::fact(order)),
        },
    );
    Ok(trail.write(tx).await?)
}
