//! The chain: seal n holds the hash of seal n − 1 and of entry n. Entries are written without it, so that nobody waits
//! for anybody; a job seals what waits every few seconds, organisation by organisation, in the order of their times.

mod head;
pub mod http;
pub mod jobs;
mod record;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub mod verify;

use std::time::Instant as Stopwatch;

use ::store::{Cx, Db};
use kernel::{Instant, OrgId};
use ports::Keys;
use ring::{digest, signature::KeyPair};

pub(crate) use head::sign_anchor;
pub use head::{SEALED, SignedHead, daily};
pub use record::{GENESIS, Hash, Record};
pub use store::Seal;

use crate::Error;

/// Entries that one transaction seals.
const BATCH: i64 = 200;

/// How many times as long as a batch took is rested before the next: who buys meanwhile should not feel it.
const REST: u32 = 4;

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The number of the last entry; 0 before the first.
    pub position: i64,
    /// Its hash.
    pub hash: Hash,
}

/// Seals all that waits, in every organisation; tells in which something did.
pub async fn seal_all(db: &Db, cx: impl Fn(OrgId) -> Cx) -> Result<Vec<OrgId>, Error> {
    let waiting = store::organisations_waiting(&mut *db.outside().await?).await?;
    for org in &waiting {
        seal(&cx(*org)).await?;
    }
    Ok(waiting)
}

/// Seals what waits in one organisation, unless somebody else is at it; tells how many entries that were. What arrives
/// meanwhile waits for the next time: following it entry by entry would never end while anything happens.
pub async fn seal(cx: &Cx) -> Result<usize, Error> {
    let mut sealed = 0;
    loop {
        let began = Stopwatch::now();
        let mut tx = cx.begin().await?;
        if !store::lock(&mut tx, lock_of(cx.org)).await? {
            return Ok(sealed);
        }
        let batch = store::waiting(&mut tx, BATCH).await?;
        if batch.is_empty() {
            return Ok(sealed);
        }
        let more = batch.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
        let end = store::end(&mut tx).await?;
        let seals = follow(end, &batch);
        store::append(&mut tx, &seals).await?;
        tx.commit().await?;
        sealed += batch.len();
        if !more {
            return Ok(sealed);
        }
        tokio::time::sleep(began.elapsed() * REST).await;
    }
}

/// Where a chain stands.
#[derive(Debug, Clone)]
pub struct State {
    /// When its last entry was sealed.
    pub sealed_at: Option<Instant>,
    /// Entries that wait.
    pub waiting: i64,
    /// The number of the last entry that was removed because its time was over.
    pub begins_after: i64,
    /// The key that verifies its heads.
    pub public_key: Vec<u8>,
    /// Its end, signed now.
    pub head: SignedHead,
    /// The signed ends of the last days on which something happened, latest first.
    pub days: Vec<SignedHead>,
}

/// Days that [`state`] tells of.
const DAYS: i64 = 31;

/// Where the chain stands; makes the organisation's key if it has none yet.
pub async fn state(cx: &Cx, keys: &dyn Keys) -> Result<State, Error> {
    let mut tx = cx.begin().await?;
    let pair = head::pair(&mut tx, keys).await?;
    let end = store::end(&mut tx).await?;
    let today = head::day_of(cx.now);
    let days = store::heads(&mut tx, DAYS).await?;
    let state = State {
        sealed_at: store::sealed_at(&mut tx).await?,
        waiting: store::count_waiting(&mut tx).await?,
        begins_after: store::anchor(&mut tx).await?.map_or(0, |anchor| anchor.position),
        public_key: pair.public_key().as_ref().to_vec(),
        head: SignedHead::new(cx.org, today.clone(), &head::sign(&pair, cx.org, &today, end)),
        days: days.into_iter().map(|(day, head)| SignedHead::new(cx.org, day, &head)).collect(),
    };
    tx.commit().await?;
    Ok(state)
}

/// The seals of `records` as they follow `end`.
fn follow(mut end: End, records: &[Record]) -> Vec<Seal> {
    let next = |record: &Record| {
        let (position, previous) = (end.position + 1, end.hash);
        end = End { position, hash: record.seal(position, &previous) };
        Seal { position, entry: record.id, previous, hash: end.hash }
    };
    records.iter().map(next).collect()
}

/// The number of the advisory lock that keeps two sealers of an organisation apart.
fn lock_of(org: OrgId) -> i64 {
    let digest = digest::digest(&digest::SHA256, format!("audit seal {org}").as_bytes());
    let mut number = [0; 8];
    number.copy_from_slice(&digest.as_ref()[..8]);
    i64::from_be_bytes(number)
}
