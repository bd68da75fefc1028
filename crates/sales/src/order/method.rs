//! Paying a placed order another way than was first chosen.

use catalog::EventHead;
use ports::Providers;
use serde_json::json;
use store::{Cx, audit, job};

use super::{
    Order, OrderStatus, PaymentMethod,
    jobs::{self, Notification, NotifyBuyer},
    store as rows,
};
use crate::{Error, payment};

/// Has the buyer's pending order paid by `method`, if the event offers it. Payments under way are given up; money that
/// comes by them all the same is taken. A transfer gets the time it would have had from the beginning.
pub async fn switch_method(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    (code, secret): (&str, &str),
    method: PaymentMethod,
) -> Result<Order, Error> {
    let mut tx = cx.begin().await?;
    let order = rows::lock_by_code(&mut tx, event.id, code).await?.filter(|order| order.secret == secret);
    let order = order.ok_or(Error::NotFound("order"))?;
    if order.status != OrderStatus::Pending {
        return Err(Error::WrongState(order.status.as_str()));
    }
    if order.is_asked() {
        return Err(Error::NotApproved);
    }
    if order.payment_method == method {
        return Ok(order);
    }
    if !choices(&order, event, providers).contains(&method) {
        return Err(method.refusal(event, order.mode, providers));
    }
    payment::store::cancel_open(&mut tx, order.id).await?;
    let transfer = method == PaymentMethod::BankTransfer;
    let expires_at = match order.expires_at {
        Some(at) if transfer => Some(at.max(order.created_at.plus_days(event.payment_days))),
        at => at,
    };
    rows::set_method(&mut tx, order.id, method, expires_at).await?;
    if let Some(at) = expires_at {
        jobs::expire_at(&mut tx, order.id, at).await?;
    }
    if transfer {
        job::enqueue(&mut tx, &NotifyBuyer { order: order.id, about: Notification::Placed }).await?;
    }
    let entry = audit::Entry {
        action: "order.method_changed",
        subject_kind: "order",
        subject: order.id.uuid(),
        event: Some(order.event),
        before: Some(json!({ "method": order.payment_method })),
        after: Some(json!({ "method": method })),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Order { payment_method: method, expires_at, ..order })
}

/// The ways to pay that the buyer of a pending order can choose from. What the organiser settles elsewhere is not paid
/// here.
pub(super) fn choices(order: &Order, event: &EventHead, providers: &Providers) -> Vec<PaymentMethod> {
    match (order.status, order.payment_method) {
        _ if order.is_asked() => Vec::new(),
        (OrderStatus::Pending, PaymentMethod::BankTransfer | PaymentMethod::Sandbox) => {
            PaymentMethod::offered(event, order.mode, providers)
        }
        _ => Vec::new(),
    }
}
