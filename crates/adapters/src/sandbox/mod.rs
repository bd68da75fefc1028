//! The sandbox: a payment provider that moves no real money but otherwise behaves like one. It plays an outside
//! company with its own books (`sandbox_payments`), a hosted page, signed notices, delays and repeated deliveries.
//!
//! - [`Sandbox`]: the provider behind the payment port
//! - [`router`]: its hosted page
//! - [`Clerk`]: settles delayed payments and delivers notices (jobs `sandbox.settle`, `sandbox.notify`)
//! - [`signature`]: how notices are signed

mod jobs;
mod page;
pub mod signature;
mod store;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use ::store::{
    Db,
    job::{NewJob, Registry},
};
use async_trait::async_trait;
use kernel::{Chance, Clock, Instant, Money};
use ports::{Intent, Notice, PaymentError, PaymentProvider, Settlement, Started};
use serde::{Deserialize, Serialize};

pub use jobs::{Clerk, Notify, Settle};
pub use page::router;

use self::{jobs::Body, store::Step};

/// How long a delayed payment takes, in seconds.
pub const DELAY: i64 = 30;

/// Where a payment stands in the sandbox's books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(super) enum Status {
    Open,
    Processing,
    Succeeded,
    Declined,
    Cancelled,
}

/// A payment in the sandbox's books.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub amount: Money,
    pub description: String,
    pub return_url: String,
    pub status: Status,
}

/// What a buyer can do on the hosted page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Choice {
    Approve,
    Delay,
    Decline,
    Cancel,
}

/// The provider. Cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Chance,
    public_url: String,
    secret: [u8; 32],
}

impl Sandbox {
    /// The provider whose page is at `{public_url}/sandbox/pay/…` and whose notices are signed with `secret`.
    pub fn new(db: Db, clock: Arc<dyn Clock>, chance: Chance, public_url: String, secret: [u8; 32]) -> Self {
        Self { db, clock, chance, public_url, secret }
    }

    async fn find(&self, id: &str) -> Result<Option<Payment>, sqlx::Error> {
        store::find(&self.db, id).await
    }

    /// Does what the buyer chose, if the payment is still open, and sends a notice about it; `copies` times, because
    /// real providers repeat themselves, too. Returns where the buyer goes back to, if there is such a payment.
    async fn choose(&self, id: &str, choice: Choice, copies: u8) -> Result<Option<String>, sqlx::Error> {
        let now = self.clock.now();
        let (status, settles_at) = match choice {
            Choice::Approve => (Status::Succeeded, None),
            Choice::Delay => (Status::Processing, Some(now.plus_seconds(DELAY))),
            Choice::Decline => (Status::Declined, None),
            Choice::Cancel => (Status::Cancelled, None),
        };
        let notice = Notify::about(status, copies, &self.chance);
        let mut jobs = vec![NewJob::global(&notice, now)?];
        if let Some(at) = settles_at {
            jobs.push(NewJob::global(&Settle { payment: id.to_owned(), copies }, now)?.at(at));
        }
        let step = Step { from: Status::Open, to: status, settles_at, now };
        let Some(back) = store::advance(&self.db, id, &step, jobs).await? else {
            return Ok(self.find(id).await?.map(|payment| payment.return_url));
        };
        self.db.wake_workers();
        Ok(Some(back))
    }

    /// Adds the sandbox's jobs: notices go to `{public_url}/webhooks/sandbox`.
    #[must_use]
    pub fn register(&self, registry: Registry) -> Registry {
        let clerk = Clerk::new(format!("{}/webhooks/sandbox", self.public_url), self.secret);
        registry.register::<Notify>(clerk.clone()).register::<Settle>(clerk)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sandbox({})", self.public_url)
    }
}

#[async_trait]
impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn moves_real_money(&self) -> bool {
        false
    }

    async fn start(&self, intent: Intent) -> Result<Started, PaymentError> {
        if intent.amount.minor <= 0 {
            return Err(PaymentError::Refused("there is nothing to pay".to_owned()));
        }
        let id = format!("sbx_{}", self.chance.secret());
        let id = store::open(&self.db, &id, &intent, self.clock.now()).await.map_err(away)?;
        let redirect_url = format!("{}/sandbox/pay/{id}", self.public_url);
        Ok(Started { provider_ref: id, redirect_url })
    }

    async fn settlement(&self, provider_ref: &str) -> Result<Settlement, PaymentError> {
        let payment = self.find(provider_ref).await.map_err(away)?;
        let payment = payment.ok_or_else(|| PaymentError::Refused("there is no such payment".to_owned()))?;
        Ok(match payment.status {
            Status::Open | Status::Processing => Settlement::Open,
            Status::Succeeded => Settlement::Paid(payment.amount),
            Status::Declined => Settlement::Declined("The card was declined.".to_owned()),
            Status::Cancelled => Settlement::Cancelled,
        })
    }

    fn read_notice(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: Instant,
    ) -> Result<Notice, PaymentError> {
        let sent = header(signature::HEADER).ok_or(PaymentError::BadSignature)?;
        if !signature::holds(&self.secret, &sent, body, now) {
            return Err(PaymentError::BadSignature);
        }
        let body: Body =
            serde_json::from_slice(body).map_err(|error| PaymentError::Refused(error.to_string()))?;
        Ok(Notice {
            event_id: body.id,
            kind: body.kind,
            org: body.data.metadata.org,
            event: body.data.metadata.event,
            provider_ref: body.data.id,
        })
    }
}

fn away(error: sqlx::Error) -> PaymentError {
    PaymentError::Unavailable(error.to_string())
}
