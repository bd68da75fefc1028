//! Asking providers about payments nobody told us of: notices get lost, buyers close the tab.

use ::store::{
    Tx,
    job::{self, Handler, Job, JobCx, JobError},
};
use async_trait::async_trait;
use ports::Providers;
use serde::{Deserialize, Serialize};
use std::time::Duration;

use super::{Payment, PaymentState, settle};
use crate::{Desk, Error};

/// How long after its start, and then how often, an open payment is asked about.
const PERIOD: Duration = Duration::from_secs(120);

/// Ask the provider where a payment stands.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckPayment {
    provider: String,
    reference: String,
}

impl Job for CheckPayment {
    const KIND: &'static str = "payment.check";
}

pub(super) async fn check_later(tx: &mut Tx, payment: &Payment, reference: &str) -> Result<(), sqlx::Error> {
    let at = tx.now().plus_seconds(i64::try_from(PERIOD.as_secs()).unwrap_or(120));
    let check = CheckPayment { provider: payment.provider.clone(), reference: reference.to_owned() };
    job::enqueue_keyed(tx, &format!("payment.check/{}", payment.id), &check, at).await
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
    async fn run(&self, cx: &JobCx, job: CheckPayment) -> Result<(), JobError> {
        let cx = cx.tenant()?;
        match settle(&cx, &self.desk, &self.providers, &job.provider, &job.reference).await {
            Ok(PaymentState::Created | PaymentState::Pending) => Err(JobError::Snooze(PERIOD)),
            Ok(_) => Ok(()),
            Err(error @ Error::NotFound(_)) => Err(JobError::fail(error)),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
