//! Draws the papers of orders for mails: nobody waits for them, so they take what selling leaves over.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use kernel::{Chance, Clock, CorrelationId, OrderId, OrgId};
use ports::{Paper, PaperError, Papers};
use store::{Actor, Circumstances, Cx, Db};

use super::{background, calendar, facts::Facts, print, summary};

/// The port behind which papers are drawn.
pub struct Printer {
    /// Where the orders are.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub chance: Chance,
    /// The address that links begin with.
    pub public_url: String,
}

#[async_trait]
impl Papers for Printer {
    async fn draw(&self, org: OrgId, order: OrderId, paper: Paper) -> Result<Option<Bytes>, PaperError> {
        let now = self.clock.now();
        let cx = Cx {
            db: self.db.clone(),
            org,
            actor: Actor::Job,
            now,
            chance: self.chance.clone(),
            correlation: CorrelationId::new(now, &self.chance),
            circumstances: Circumstances::default(),
        };
        let facts = Facts::load(&self.public_url, &cx, order).await.map_err(failed)?;
        let Some(facts) = facts else { return Ok(None) };
        let drawn = match paper {
            Paper::Calendar => return Ok(Some(calendar::entry(&facts, &self.public_url).into())),
            Paper::Tickets => {
                let tickets = facts.tickets(&cx).await.map_err(failed)?;
                if tickets.is_empty() {
                    return Ok(None);
                }
                let document = print::document(&facts, &tickets);
                background::run(move || documents::ticket::ticket_pdf(&document)).await
            }
            Paper::Summary => {
                let document = summary::document(&facts);
                background::run(move || documents::summary::summary_pdf(&document)).await
            }
        };
        let drawn = drawn.ok_or_else(|| PaperError("drawing broke off".into()))?;
        Ok(Some(drawn.map_err(failed)?.into()))
    }
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PaperError {
    PaperError(error.into())
}
