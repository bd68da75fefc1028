//! Which device it is that shows a link's secret, from memory where possible.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use ::store::{Cache, Db};
use async_trait::async_trait;
use httpkit::{
    Caller, Principal, Reach,
    auth::{Devices, KEPT_SECONDS, USED_EVERY_SECONDS},
};
use kernel::{Clock, EventGrants, Grant, Instant};

use super::{ALLOWS, Digest, digest, store};

/// A link, who shows it, and when that was read.
#[derive(Clone)]
struct Known {
    found: Arc<store::Found>,
    caller: Caller,
    as_of: Instant,
}

/// What this process remembers of links.
struct Memory(Cache<Digest, Known>);

impl Default for Memory {
    fn default() -> Self {
        let kept = Duration::from_secs(KEPT_SECONDS.unsigned_abs());
        Self(Cache::living(20_000, kept))
    }
}

/// Forgets a link that was revoked.
pub(super) fn forget(db: &Db, digest: &[u8]) {
    if let Ok(digest) = digest.try_into() {
        db.cache::<Memory>().0.forget(&digest);
    }
}

/// [`Devices`] over PostgreSQL.
#[derive(Clone)]
pub struct PgDevices {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl PgDevices {
    /// Looks links up in `db`; they end by `clock`.
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }

    async fn known(&self, digest: Digest) -> Result<Option<Known>, sqlx::Error> {
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        let fresh = |known: &Known| now.seconds_since(known.as_of) < KEPT_SECONDS;
        if let Some(known) = memory.0.get(&digest).filter(fresh) {
            return Ok(Some(known));
        }
        let mut tx = self.db.begin_for_bearer(&digest).await?;
        let Some(found) = store::by_digest(&mut tx, &digest).await? else { return Ok(None) };
        drop(tx);
        let mut grant = Grant::default();
        grant.add(ALLOWS, &EventGrants::Only(BTreeSet::from([found.event])));
        let reach = Reach { org: Some(found.org), grant: Arc::new(grant), list: found.list };
        let caller = Caller {
            principal: Principal::Device(found.id),
            person: None,
            reach: Some(Arc::new(reach)),
            sso: None,
            proven_at: None,
        };
        let known = Known { found: Arc::new(found), caller, as_of: now };
        memory.0.insert(digest, known.clone());
        self.note_use(&known);
        Ok(Some(known))
    }

    fn note_use(&self, known: &Known) {
        let (now, found) = (known.as_of, known.found.clone());
        if found.last_used_at.is_none_or(|last| now.seconds_since(last) >= USED_EVERY_SECONDS) {
            let db = self.db.clone();
            tokio::spawn(async move {
                let before = now.plus_seconds(-USED_EVERY_SECONDS);
                if let Err(error) = store::note_use(&db, found.org, found.id, now, before).await {
                    tracing::warn!(%error, link = %found.id, "that a link is used could not be noted");
                }
            });
        }
    }
}

#[async_trait]
impl Devices for PgDevices {
    async fn device(&self, secret: &str) -> Result<Option<Caller>, sqlx::Error> {
        let Some(digest) = digest(secret) else { return Ok(None) };
        let known = self.known(digest).await?;
        let live = known.filter(|known| self.clock.now() < known.found.expires_at);
        Ok(live.map(|known| known.caller))
    }
}
