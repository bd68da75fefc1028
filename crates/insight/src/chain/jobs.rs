//! Sealing and signing in the background.

use std::sync::Arc;

use ::store::job::{Handler, Job, JobCx, JobError};
use async_trait::async_trait;
use identity::organisation;
use ports::Keys;
use serde::{Deserialize, Serialize};

use crate::keeping;

/// Seal what waits, in every organisation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Seal {}

impl Job for Seal {
    const KIND: &'static str = "audit.seal";
}

/// Sign where each chain ends.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sign {}

impl Job for Sign {
    const KIND: &'static str = "audit.sign";
}

/// Does [`Seal`].
pub struct Sealer;

#[async_trait]
impl Handler<Seal> for Sealer {
    async fn run(&self, cx: &JobCx, _: Seal) -> Result<(), JobError> {
        for org in super::seal_all(&cx.db, |org| cx.for_org(org)).await? {
            keeping::wake(&cx.for_org(org)).await?;
        }
        Ok(())
    }
}

/// Does [`Sign`].
pub struct Signer {
    /// What opens the keys.
    pub keys: Arc<dyn Keys>,
}

#[async_trait]
impl Handler<Sign> for Signer {
    async fn run(&self, cx: &JobCx, _: Sign) -> Result<(), JobError> {
        super::seal_all(&cx.db, |org| cx.for_org(org)).await?;
        for org in organisation::all(&cx.db).await? {
            super::daily(&cx.for_org(org), &*self.keys).await?;
        }
        Ok(())
    }
}
