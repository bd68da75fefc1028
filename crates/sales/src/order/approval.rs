//! Orders that somebody looks at first. Until it is decided they hold their places, cost nobody anything and do not
//! expire.

use catalog::{EventHead, event::Status};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Tx, job, trail::Trail};
use utoipa::ToSchema;

use super::{
    Order, OrderStatus,
    jobs::{self, Notification, NotifyBuyer},
    store as rows,
    transition::{self, Due},
};
use crate::{Desk, Error};

/// What was decided about an order that somebody looks at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Approval {
    /// Nothing yet.
    Asked,
    /// It may be paid, or was free.
    Approved,
    /// It was turned down.
    Denied,
}

impl Approval {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Denied => "denied",
        }
    }
}

/// Lets an order be: a free one has its tickets at once, for any other the time to pay begins now.
pub async fn approve(tx: &mut Tx, desk: &Desk, event: &EventHead, code: &str) -> Result<Order, Error> {
    let asked = undecided(tx, event, code).await?;
    if event.status == Status::Cancelled {
        return Err(Error::EventCancelled);
    }
    let free = asked.total.is_zero();
    let expires_at = (!free).then(|| tx.now().plus_days(event.payment_days));
    if !rows::set_approved(tx, asked.id, expires_at).await? {
        return Err(Error::WrongState("changing"));
    }
    let mut trail = Trail::default();
    let after = json!({ "total": asked.total, "until": expires_at });
    trail.push(tx.cx(), transition::entry(&asked, "order.approved", after).with(transition::fact(&asked)));
    let order = Order { approval: Some(Approval::Approved), expires_at, ..asked };
    match expires_at {
        None => {
            let cx = tx.cx().clone();
            transition::pay_in_full(tx, desk, Due::of(&cx, &order), &mut trail).await?;
        }
        Some(at) => {
            jobs::expire_at(tx, order.id, at).await?;
            job::enqueue(tx, &NotifyBuyer { order: order.id, about: Notification::Approved }).await?;
        }
    }
    trail.write(tx).await?;
    Ok(order)
}

/// Turns an order down for `reason`, which its buyer reads: its places go back, and what it used of vouchers.
pub async fn deny(tx: &mut Tx, event: &EventHead, code: &str, reason: &str) -> Result<Order, Error> {
    let order = undecided(tx, event, code).await?;
    transition::end(tx, &order, (OrderStatus::Cancelled, Some(Approval::Denied))).await?;
    transition::tell(tx, &order, "order.denied", json!({ "reason": reason })).await?;
    job::enqueue(tx, &NotifyBuyer { order: order.id, about: Notification::Denied }).await?;
    Ok(order)
}

/// The order, locked, if nobody has decided about it yet.
async fn undecided(tx: &mut Tx, event: &EventHead, code: &str) -> Result<Order, Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    match order.approval {
        Some(Approval::Asked) => Ok(order),
        Some(Approval::Approved) => Err(Error::Decided("approved")),
        Some(Approval::Denied) => Err(Error::Decided("denied")),
        None => Err(Error::WrongState(order.status.as_str())),
    }
}
