//! What happens to orders later: they expire, and their buyers get mail. The mails are made where documents and
//! mail meet, in the server; here are only the errands.

use async_trait::async_trait;
use kernel::{Instant, OrderId};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    job::{self, Handler, Job, JobCx, JobError},
};
use uuid::Uuid;

/// The order's time to be paid is up.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireOrder {
    order: OrderId,
}

impl Job for ExpireOrder {
    const KIND: &'static str = "order.expire";
}

/// Print the tickets of a paid order and mail them, once.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliverOrder {
    /// Which one.
    pub order: OrderId,
}

impl Job for DeliverOrder {
    const KIND: &'static str = "order.deliver";
}

/// What a mail to the buyer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// The order is placed and somebody looks at it first.
    Asked,
    /// The order was approved and waits for money.
    Approved,
    /// The order was turned down.
    Denied,
    /// The order is placed and waits for money.
    Placed,
    /// The tickets.
    Tickets,
    /// The order is cancelled.
    Cancelled,
    /// The order expired unpaid.
    Expired,
    /// The event was called off.
    EventCancelled,
}

/// Tell the buyer about a transition, once.
#[derive(Debug, Serialize, Deserialize)]
pub struct NotifyBuyer {
    /// Which order.
    pub order: OrderId,
    /// What happened.
    pub about: Notification,
}

impl Job for NotifyBuyer {
    const KIND: &'static str = "order.notify";
}

/// Mail something again because somebody asked for it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Resend {
    /// Which order.
    pub order: OrderId,
    /// Which mail.
    pub about: Notification,
    /// Tells repeated requests apart.
    pub nonce: Uuid,
}

impl Job for Resend {
    const KIND: &'static str = "order.resend";
}

/// Delete what was mailed about a test order that was deleted.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetOrder {
    /// Which order.
    pub order: OrderId,
}

impl Job for ForgetOrder {
    const KIND: &'static str = "order.forget";
}

/// The key under which an order's expiry waits.
pub(crate) fn expiry_key(order: OrderId) -> String {
    format!("order.expire/{order}")
}

/// Has the order expire at `at` unless it is paid by then.
pub(crate) async fn expire_at(tx: &mut Tx, order: OrderId, at: Instant) -> Result<(), sqlx::Error> {
    job::enqueue_keyed(tx, &expiry_key(order), &ExpireOrder { order }, at).await
}

/// The expiry of `order` as a job to be written with a batch.
pub(crate) fn expiry(order: OrderId) -> ExpireOrder {
    ExpireOrder { order }
}

/// Does [`ExpireOrder`].
pub struct ExpireOrders;

#[async_trait]
impl Handler<ExpireOrder> for ExpireOrders {
    async fn run(&self, cx: &JobCx, job: ExpireOrder) -> Result<(), JobError> {
        super::transition::expire_now(&cx.tenant()?, job.order).await.map_err(JobError::retry)
    }
}
