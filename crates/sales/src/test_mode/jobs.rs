//! Removing all test orders of an event, however many they are.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{EventId, Instant};
use serde::{Deserialize, Serialize};
use store::job::{Handler, Job, JobCx, JobError};

/// Remove the test orders of an event.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveTests {
    /// Which event.
    pub event: EventId,
    /// Those that were placed until then; later ones stay.
    pub until: Instant,
}

impl Job for RemoveTests {
    const KIND: &'static str = "event.remove_tests";
}

/// The key under which the removal for an event waits: there is one at a time.
pub(super) fn key(event: EventId) -> String {
    format!("event.remove_tests/{event}")
}

/// Does [`RemoveTests`], some orders at a time: whatever else waits has its turn in between.
pub struct RemovesTests;

#[async_trait]
impl Handler<RemoveTests> for RemovesTests {
    async fn run(&self, cx: &JobCx, RemoveTests { event, until }: RemoveTests) -> Result<(), JobError> {
        match super::remove_some(&cx.tenant()?, event, until).await {
            Ok(true) => Err(JobError::Snooze(Duration::ZERO)),
            Ok(false) => Ok(()),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
