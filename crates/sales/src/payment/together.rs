//! Money that comes for orders of one event while the last is being booked is booked in the next transaction, together.
//! Only what is as it should be is taken here: the full amount for an order that waits for it. One that is not takes its
//! batch apart, and each is looked at alone.

use ::store::{Cx, Lanes, lanes, trail::Trail};
use kernel::{EventId, Money};
use ports::Notice;

use super::{
    PaymentState,
    store::{self, Asked, Locked},
};
use crate::{
    Desk, Error,
    order::{self, Due, OrderStatus},
};

/// Money at a provider.
struct Paid {
    cx: Cx,
    desk: Desk,
    provider: String,
    reference: String,
    notice: Option<Notice>,
    amount: Money,
}

impl Paid {
    fn asked(&self) -> Asked<'_> {
        Asked { provider: &self.provider, reference: &self.reference, notice: self.notice.as_ref() }
    }
}

/// A payment waiting for its turn; the answer is whether it is booked.
type Waiting = lanes::Waiting<Paid, bool>;

/// Books money that came for an order of `event`; `false`, and nothing done, if it has to be looked at alone.
pub(super) async fn confirm(cx: &Cx, desk: &Desk, event: EventId, asked: Asked<'_>, amount: Money) -> bool {
    let paid = Paid {
        cx: cx.clone(),
        desk: desk.clone(),
        provider: asked.provider.to_owned(),
        reference: asked.reference.to_owned(),
        notice: asked.notice.cloned(),
        amount,
    };
    let lanes = cx.db.cache::<Lanes<EventId, Waiting>>();
    lanes.join(event, paid, move |batch| serve(event, batch)).await.unwrap_or_default()
}

async fn serve(event: EventId, batch: Vec<Waiting>) {
    let booked = book_all(event, &batch).await.unwrap_or_else(|error| {
        tracing::debug!(%error, payments = batch.len(), "a batch of payments is taken apart");
        false
    });
    batch.into_iter().for_each(|waiting| waiting.answer(booked));
}

async fn book_all(event: EventId, batch: &[Waiting]) -> Result<bool, Error> {
    let Some(first) = batch.first() else { return Ok(true) };
    let mut tx = first.cx.begin_through(event.uuid()).await?;
    let asked: Vec<Asked<'_>> = batch.iter().map(|waiting| waiting.asked()).collect();
    let locked = store::lock(&mut tx, &asked).await?;
    let Some(dues) = dues(event, batch, &locked) else { return Ok(false) };
    if !dues.is_empty() {
        let mut trail = Trail::default();
        order::pay_all(&mut tx, &first.desk, &dues, &mut trail).await?;
        trail.write(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The orders that the money is for, without what is booked already; `None` if something about one of them is unusual.
fn dues<'a>(event: EventId, batch: &'a [Waiting], locked: &'a [Locked]) -> Option<Vec<Due<'a>>> {
    let mut dues: Vec<Due<'a>> = Vec::with_capacity(batch.len());
    for paid in batch {
        let found = locked.iter().find(|found| paid.asked().is(&found.payment))?;
        let Locked { payment, order, version, .. } = found;
        // The buyer's return and the provider's notice come at about the same time.
        let told_twice = |due: &Due<'_>| due.payment.is_some_and(|(known, _)| known.id == payment.id);
        if payment.state == PaymentState::Confirmed || dues.iter().any(told_twice) {
            continue;
        }
        let waits = order.status == OrderStatus::Pending && !order.is_asked() && order.event == event;
        let paid_twice = dues.iter().any(|due| due.order.id == order.id);
        if !waits || paid_twice || paid.amount != order.total {
            return None;
        }
        dues.push(Due { cx: &paid.cx, order, payment: Some((payment, paid.amount)), version: *version });
    }
    Some(dues)
}
