//! Payments that were just opened at their providers. Those that come while the last ones are being committed are noted
//! together.

use ::store::{Cx, Lanes, lanes};
use kernel::{OrgId, PaymentId};
use ports::Started;

use super::store;

/// A payment with what its provider calls it.
struct Opened {
    cx: Cx,
    payment: PaymentId,
    started: Started,
}

/// A payment waiting for its turn; the answer is whether it is noted.
type Waiting = lanes::Waiting<Opened, bool>;

/// Notes what the provider calls `payment` and where its buyer pays.
pub(super) async fn note(cx: &Cx, payment: PaymentId, started: &Started) -> Result<(), sqlx::Error> {
    let opened = Opened { cx: cx.clone(), payment, started: started.clone() };
    let noted = cx.db.cache::<Lanes<OrgId, Waiting>>().join(cx.org, opened, serve).await;
    if noted == Some(true) { Ok(()) } else { write(cx, &[(payment, started)]).await }
}

async fn serve(batch: Vec<Waiting>) {
    let Some(first) = batch.first() else { return };
    let opened: Vec<_> = batch.iter().map(|waiting| (waiting.payment, &waiting.started)).collect();
    let noted = write(&first.cx, &opened).await.is_ok();
    batch.into_iter().for_each(|waiting| waiting.answer(noted));
}

async fn write(cx: &Cx, opened: &[(PaymentId, &Started)]) -> Result<(), sqlx::Error> {
    let mut tx = cx.once().await?;
    store::attach(&mut tx, opened).await?;
    tx.commit().await
}
