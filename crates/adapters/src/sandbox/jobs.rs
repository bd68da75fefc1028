//! What the sandbox does behind the scenes: settling delayed payments and telling the shop.

use std::{sync::Arc, time::Duration};

use ::store::job::{Handler, Job, JobCx, JobError, NewJob};
use async_trait::async_trait;
use kernel::{Chance, EventId, OrgId};
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::trust;

use super::{
    Status, signature,
    store::{self, Step},
};

/// Delivers a notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Notify {
    /// The payment as it was when this happened; filled in by the statement that makes it happen.
    #[serde(skip_serializing)]
    data: Option<Data>,
    /// The notice's id: the same for every try and every copy.
    pub event: String,
    /// What happened, such as `payment.succeeded`.
    pub kind: String,
    /// How often it is delivered.
    pub copies: u8,
}

impl Notify {
    pub(super) fn about(status: Status, copies: u8, chance: &Chance) -> Self {
        let kind = match status {
            Status::Open => "payment.opened",
            Status::Processing => "payment.processing",
            Status::Succeeded => "payment.succeeded",
            Status::Declined => "payment.declined",
            Status::Cancelled => "payment.cancelled",
        };
        let event = format!("sbe_{}", chance.secret());
        Self { data: None, event, kind: kind.to_owned(), copies }
    }
}

impl Job for Notify {
    const KIND: &'static str = "sandbox.notify";
}

/// Settles a delayed payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settle {
    /// Which.
    pub payment: String,
    /// How often the notice about it is delivered.
    pub copies: u8,
}

impl Job for Settle {
    const KIND: &'static str = "sandbox.settle";
}

/// What a notice says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Body {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    /// Unix seconds.
    pub created: i64,
    pub data: Data,
}

/// The payment in a notice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Data {
    pub id: String,
    pub status: Status,
    pub amount_minor: i64,
    pub currency: String,
    pub metadata: Metadata,
}

/// What the shop gave along with the payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Metadata {
    pub org: OrgId,
    #[serde(default)]
    pub event: Option<EventId>,
}

/// Does the sandbox's jobs.
#[derive(Clone)]
pub struct Clerk {
    client: Arc<OnceCell<reqwest::Client>>,
    webhook_url: String,
    secret: [u8; 32],
}

impl Clerk {
    pub(super) fn new(webhook_url: String, secret: [u8; 32]) -> Self {
        Self { client: Arc::default(), webhook_url, secret }
    }

    /// The HTTP client, made for the first notice.
    async fn client(&self) -> Result<&reqwest::Client, reqwest::Error> {
        let make = async || {
            let patience = Duration::from_secs(10);
            let no_detours = reqwest::redirect::Policy::none();
            trust::client().timeout(patience).redirect(no_detours).no_proxy().build()
        };
        self.client.get_or_try_init(make).await
    }
}

#[async_trait]
impl Handler<Notify> for Clerk {
    async fn run(&self, cx: &JobCx, job: Notify) -> Result<(), JobError> {
        let data = job.data.ok_or_else(|| JobError::fail("the notice is about no payment"))?;
        let body = Body { id: job.event, kind: job.kind, created: cx.now.as_millisecond() / 1000, data };
        let body = serde_json::to_vec(&body)?;
        let client = self.client().await?;
        for _ in 0..job.copies.max(1) {
            let request = client
                .post(&self.webhook_url)
                .header("content-type", "application/json")
                .header(signature::HEADER, signature::sign(&self.secret, &body, cx.now))
                .body(body.clone());
            request.send().await?.error_for_status()?;
        }
        Ok(())
    }
}

#[async_trait]
impl Handler<Settle> for Clerk {
    async fn run(&self, cx: &JobCx, Settle { payment, copies }: Settle) -> Result<(), JobError> {
        let step = Step { from: Status::Processing, to: Status::Succeeded, settles_at: None, now: cx.now };
        let notice = Notify::about(step.to, copies, &cx.chance);
        let jobs = vec![NewJob::global(&notice, cx.now)?];
        if store::advance(&cx.db, &payment, &step, jobs).await?.is_some() {
            cx.db.wake_workers();
        }
        Ok(())
    }
}
