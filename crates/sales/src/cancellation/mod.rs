//! Calling an event off. It is off sale at once; a job gives held places back, cancels what is not paid and has every
//! buyer written to. Paid orders stay as they are, for the organiser to pay back.

pub mod http;
pub mod jobs;
mod store;

use ::store::{Cx, Tx, job};
use catalog::EventHead;
use kernel::{EventId, Instant, LocalizedText, OrderId};

use crate::{
    Error, cart,
    order::{
        self,
        jobs::{Notification, NotifyBuyer},
    },
};
use jobs::WindUp;

/// Other processes may sell for as long as they keep the event's head (two seconds); after this many seconds what came
/// in between is wound up, too.
const SETTLED: i64 = 5;

/// Rows looked at in one go.
const BATCH: i64 = 200;

/// Calls the event off for `reason`, which guests read.
pub async fn cancel_event(tx: &mut Tx, event: &EventHead, reason: &LocalizedText) -> Result<(), Error> {
    catalog::event::cancel(tx, event.id, reason).await?;
    let now = tx.now();
    for (paid_since, at) in [(None, now), (Some(now), now.plus_seconds(SETTLED))] {
        let key = format!("event.wind_up/{}/{at}", event.id);
        job::enqueue_keyed(tx, &key, &WindUp { event: event.id, paid_since }, at).await?;
    }
    Ok(())
}

/// Gives open carts back, cancels pending orders and has their buyers written to, and those of the orders that were
/// paid, since `paid_since` if it is given. May run any number of times: a buyer gets one mail per order.
async fn wind_up(cx: &Cx, event: EventId, paid_since: Option<Instant>) -> Result<(), Error> {
    for cart in store::open_carts(&mut cx.begin().await?, event).await? {
        cart::give_up(cx, cart).await?;
    }
    for order in store::pending_orders(&mut cx.begin().await?, event).await? {
        let mut tx = cx.begin().await?;
        order::cancel_unpaid(&mut tx, order).await?;
        tx.commit().await?;
    }
    let mut after: Option<OrderId> = None;
    loop {
        let mut tx = cx.begin().await?;
        let orders = store::paid_orders(&mut tx, event, paid_since, after, BATCH).await?;
        for order in &orders {
            job::enqueue(&mut tx, &NotifyBuyer { order: *order, about: Notification::EventCancelled })
                .await?;
        }
        tx.commit().await?;
        match orders.last() {
            Some(last) => after = Some(*last),
            None => return Ok(()),
        }
    }
}
