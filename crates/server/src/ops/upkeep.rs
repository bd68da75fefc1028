//! What has to be done from time to time: forgetting what is old, and counting whether the books still agree.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::OrgId;
use ports::Keys;
use serde::{Deserialize, Serialize};
use store::{
    idempotency,
    job::{Handler, Job, JobCx, JobError},
    outbox,
};

/// Days that answers to idempotency keys are kept.
const ANSWERS_DAYS: i32 = 1;

/// Days that outbox facts are kept.
const FACTS_DAYS: i32 = 7;

/// Forget what is old, in every organisation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Prune {}

impl Job for Prune {
    const KIND: &'static str = "upkeep.prune";
}

/// Compare every quota's counters with the rows they count, in every organisation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recount {}

impl Job for Recount {
    const KIND: &'static str = "upkeep.recount";
}

/// Does [`Prune`].
pub struct Pruner {
    /// After how many days without a request a session ends.
    pub session_idle_days: i32,
    /// What keys are sealed with.
    pub keys: Arc<dyn Keys>,
}

#[async_trait]
impl Handler<Prune> for Pruner {
    async fn run(&self, cx: &JobCx, _: Prune) -> Result<(), JobError> {
        identity::prune(&cx.db, cx.now, self.session_idle_days).await.map_err(JobError::retry)?;
        let rotated = identity::token_key::rotate(&cx.db, &*self.keys, &cx.chance, cx.now).await;
        rotated.map_err(JobError::retry)?;
        for org in organisations(cx).await? {
            let mut tx = cx.for_org(org).begin().await.map_err(JobError::retry)?;
            let answers = cx.now.plus_days(-ANSWERS_DAYS);
            idempotency::prune(&mut tx, answers).await.map_err(JobError::retry)?;
            outbox::prune(&mut tx, cx.now.plus_days(-FACTS_DAYS)).await.map_err(JobError::retry)?;
            tx.commit().await.map_err(JobError::retry)?;
        }
        Ok(())
    }
}

/// Does [`Recount`]: tells of drift, never mends it in silence.
pub struct Recounter;

#[async_trait]
impl Handler<Recount> for Recounter {
    async fn run(&self, cx: &JobCx, _: Recount) -> Result<(), JobError> {
        let mut drifted = 0;
        for org in organisations(cx).await? {
            for drift in sales::stats::drift(&cx.for_org(org)).await.map_err(JobError::retry)? {
                drifted += 1;
                tracing::error!(%org, quota = %drift.quota, counted = ?drift.counted, kept = ?drift.kept,
                    "a quota's counters differ from its rows");
            }
        }
        metrics::gauge!("quota_drift").set(f64::from(drifted));
        Ok(())
    }
}

async fn organisations(cx: &JobCx) -> Result<Vec<OrgId>, JobError> {
    identity::organisation::all(&cx.db).await.map_err(JobError::retry)
}
