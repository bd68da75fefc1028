//! Asking providers about payments nobody told us of: notices get lost, buyers close the tab.

use std::time::Duration;

use ::store::{
    Cx,
    job::{Handler, Job, JobCx, JobError, NewJob},
};
use async_trait::async_trait;
use kernel::PaymentId;
use ports::Providers;
use serde::{Deserialize, Serialize};

use super::{PaymentState, settle, store};
use crate::{Desk, Error};

/// How long after its start, and then how often, an open payment is asked about.
const PERIOD: Duration = Duration::from_secs(120);

/// Ask the provider where a payment stands.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckPayment {
    payment: PaymentId,
}

impl Job for CheckPayment {
    const KIND: &'static str = "payment.check";
}

/// The key under which the check of a payment waits.
pub(crate) fn key(payment: PaymentId) -> String {
    format!("payment.check/{payment}")
}

/// The first check of a payment that begins now.
pub(crate) fn check(cx: &Cx, payment: PaymentId) -> Result<NewJob, sqlx::Error> {
    let at = cx.now.plus_seconds(i64::try_from(PERIOD.as_secs()).unwrap_or(120));
    Ok(NewJob::of(cx, &CheckPayment { payment })?.at(at).keyed(key(payment)))
}

/// Does [`CheckPayment`] until the payment is settled one way or the other.
pub struct CheckPayments {
    /// Issues tickets.
    pub desk: Desk,
    /// The providers to ask.
    pub providers: Providers,
}

#[async_trait]
impl Handler<CheckPayment> for CheckPayments {
    async fn run(&self, cx: &JobCx, CheckPayment { payment }: CheckPayment) -> Result<(), JobError> {
        let cx = cx.tenant()?;
        let mut tx = cx.read().await?;
        let found = store::by_id(&mut tx, payment).await?;
        drop(tx);
        let (event, payment) = found.ok_or_else(|| JobError::fail("there is no such payment"))?;
        let Some(reference) = &payment.provider_ref else {
            return match payment.state {
                // The provider was never reached; the buyer may try again.
                PaymentState::Created => Err(JobError::Snooze(PERIOD)),
                _ => Ok(()),
            };
        };
        let known = (payment.provider.as_str(), reference.as_str());
        match settle(&cx, &self.desk, &self.providers, Some(event), known).await {
            Ok(PaymentState::Created | PaymentState::Pending) => Err(JobError::Snooze(PERIOD)),
            Ok(_) => Ok(()),
            Err(error @ Error::NotFound(_)) => Err(JobError::fail(error)),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
