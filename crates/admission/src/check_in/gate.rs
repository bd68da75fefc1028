//! Welcomes in batches: scans of one list that arrive while the last ones are being made durable share the next
//! transaction, so that a crowd at many doors is not bound to one commit per guest.

use std::sync::Arc;

use ::store::{Cx, Lanes};
use kernel::{CheckInListId, EventId, OrgId};
use tokio::sync::oneshot;

use super::{
    Attempt,
    store::{self, Seen},
};
use crate::Error;

/// Scans folded into one transaction at most.
const BATCH: usize = 128;

/// Batches of one list under way at once.
const SERVERS: usize = 2;

/// A scan waiting for its turn.
pub(super) struct Waiting {
    pub cx: Cx,
    pub attempt: Attempt,
    answer: oneshot::Sender<Result<Seen, Error>>,
}

/// The lists at whose doors somebody stands.
struct Gates(Arc<Lanes<(OrgId, EventId, CheckInListId), Waiting>>);

impl Default for Gates {
    fn default() -> Self {
        Self(Arc::new(Lanes::new(BATCH, SERVERS)))
    }
}

/// Lets the ticket in if nothing speaks against it; answers after the commit.
pub(super) async fn admit(cx: &Cx, event: EventId, attempt: Attempt) -> Result<Seen, Error> {
    let list = attempt.scan.list;
    let (answer, answered) = oneshot::channel();
    let waiting = Waiting { cx: cx.clone(), attempt, answer };
    let gates = cx.db.cache::<Gates>();
    if let Some(mut server) = gates.0.push((cx.org, event, list), waiting) {
        // A device that hangs up does not take the others of the batch along.
        tokio::spawn(async move {
            while let Some(batch) = server.next_batch() {
                serve(event, list, batch).await;
            }
        });
    }
    answered.await.unwrap_or(Err(Error::Stopping))
}

async fn serve(event: EventId, list: CheckInListId, batch: Vec<Waiting>) {
    let seen = match decide(event, list, &batch).await {
        Ok(seen) => seen.into_iter().map(Ok).collect(),
        Err(error) if batch.len() == 1 => vec![Err(error)],
        // One that can't be decided does not spoil the others.
        Err(_) => {
            let mut each = Vec::with_capacity(batch.len());
            for waiting in &batch {
                let alone = decide(event, list, std::slice::from_ref(waiting)).await;
                each.push(alone.map(|seen| seen.into_iter().next().flatten()));
            }
            each
        }
    };
    for (waiting, seen) in batch.into_iter().zip(seen) {
        // Who hung up sends the same scan again.
        let _ = waiting.answer.send(seen.and_then(|seen| seen.ok_or(Error::NoSuchList)));
    }
}

/// What became of each scan, in their order; nothing if there is no such list.
async fn decide(event: EventId, list: CheckInListId, batch: &[Waiting]) -> Result<Vec<Option<Seen>>, Error> {
    let Some(first) = batch.first() else { return Ok(Vec::new()) };
    let mut tx = first.cx.once().await?;
    let seen = store::admit(&mut tx, event, list, batch).await?;
    tx.commit().await?;
    Ok(seen)
}
