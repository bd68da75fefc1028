//! Winding up what was sold of an event that was called off.

use ::store::job::{Handler, Job, JobCx, JobError};
use async_trait::async_trait;
use kernel::{EventId, Instant};
use serde::{Deserialize, Serialize};

/// The event was called off: give places back and write to the buyers.
#[derive(Debug, Serialize, Deserialize)]
pub struct WindUp {
    /// Which event.
    pub event: EventId,
    /// Write to those only who paid since then.
    pub paid_since: Option<Instant>,
}

impl Job for WindUp {
    const KIND: &'static str = "event.wind_up";
}

/// Does [`WindUp`].
pub struct WindUps;

#[async_trait]
impl Handler<WindUp> for WindUps {
    async fn run(&self, cx: &JobCx, job: WindUp) -> Result<(), JobError> {
        super::wind_up(&cx.tenant()?, job.event, job.paid_since).await.map_err(JobError::retry)
    }
}
