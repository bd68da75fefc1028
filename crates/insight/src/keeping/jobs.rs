//! Handing over and removing in the background.

use std::{sync::Arc, time::Duration};

use ::store::job::{Handler, Job, JobCx, JobError};
use async_trait::async_trait;
use identity::organisation;
use kernel::OrgId;
use ports::{Keys, forward::Forwarder};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Hand over what an organisation's stream has not got yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deliver {}

impl Job for Deliver {
    const KIND: &'static str = "audit.deliver";
}

/// The key of an organisation's delivery: there is at most one, which keeps the order.
pub(super) fn key(org: OrgId) -> String {
    format!("audit.deliver/{org}")
}

/// Remove what is older than organisations keep it, and try streams again that were given up.
#[derive(Debug, Serialize, Deserialize)]
pub struct Prune {}

impl Job for Prune {
    const KIND: &'static str = "audit.prune";
}

/// How long a stream rests after many failures.
const REST: Duration = Duration::from_secs(3600);

/// Does [`Deliver`] and [`Prune`].
#[derive(Clone)]
pub struct Keeper {
    /// What opens the secrets.
    pub keys: Arc<dyn Keys>,
    /// What reaches other systems.
    pub forwarder: Arc<dyn Forwarder>,
    /// The name of this site, for syslog.
    pub site: String,
}

#[async_trait]
impl Handler<Deliver> for Keeper {
    async fn run(&self, cx: &JobCx, _: Deliver) -> Result<(), JobError> {
        let done = super::deliver(&cx.tenant()?, &*self.keys, &*self.forwarder, &self.site).await;
        match done {
            // It is never given up: whoever gets copies gets all of them, however long the other system was away.
            Err(Error::Undelivered(_)) if cx.is_last_attempt() => Err(JobError::Snooze(REST)),
            other => Ok(other?),
        }
    }
}

#[async_trait]
impl Handler<Prune> for Keeper {
    async fn run(&self, cx: &JobCx, _: Prune) -> Result<(), JobError> {
        for org in organisation::all(&cx.db).await? {
            let removed = super::prune(&cx.for_org(org), &*self.keys).await?;
            if removed > 0 {
                tracing::info!(%org, removed, "entries of the audit log were removed");
            }
        }
        Ok(())
    }
}
