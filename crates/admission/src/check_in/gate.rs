//! Welcomes in batches: scans of one list that arrive while the last ones are being made durable share the next
//! transaction, so that a crowd at many doors is not bound to one commit per guest.

use ::store::{Cx, Lanes, lanes};
use kernel::{CheckInListId, EventId, OrgId};

use super::{
    Attempt,
    store::{self, Seen},
};
use crate::Error;

/// What a door asks.
pub(super) struct Scan {
    pub cx: Cx,
    pub attempt: Attempt,
}

/// A scan waiting for its turn.
pub(super) type Waiting = lanes::Waiting<Scan, Result<Seen, Error>>;

/// Lets the ticket in if nothing speaks against it; answers after the commit.
pub(super) async fn admit(cx: &Cx, event: EventId, attempt: Attempt) -> Result<Seen, Error> {
    let list = attempt.scan.list;
    let gates = cx.db.cache::<Lanes<(OrgId, EventId, CheckInListId), Waiting>>();
    let scan = Scan { cx: cx.clone(), attempt };
    let seen = gates.join((cx.org, event, list), scan, move |batch| serve(event, list, batch)).await;
    seen.unwrap_or(Err(Error::Stopping))
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
    // Who hung up sends the same scan again.
    for (waiting, seen) in batch.into_iter().zip(seen) {
        waiting.answer(seen.and_then(|seen| seen.ok_or(Error::NoSuchList)));
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
