//! What every request asks about its caller. Answers are kept for five seconds; this process forgets at once what
//! it changes, others hear of it when the five seconds are over.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use httpkit::{Directory, Session};
use kernel::{Clock, OrgId, PersonId};
use moka::future::Cache;
use store::Db;

use crate::{
    organisation,
    session::{self, Digest, Kept},
};

const KEPT_FOR: Duration = Duration::from_secs(5);

/// What this process remembers of the database.
pub(crate) struct Memory {
    sessions: Cache<Digest, Kept>,
    organisations: Cache<String, OrgId>,
    memberships: Cache<(OrgId, PersonId), ()>,
}

impl Default for Memory {
    fn default() -> Self {
        fn cache<K, V>(entries: u64) -> Cache<K, V>
        where
            K: std::hash::Hash + Eq + Send + Sync + 'static,
            V: Clone + Send + Sync + 'static,
        {
            Cache::builder().max_capacity(entries).time_to_live(KEPT_FOR).build()
        }
        Self { sessions: cache(20_000), organisations: cache(20_000), memberships: cache(20_000) }
    }
}

impl Memory {
    /// Forgets a session that ended.
    pub(crate) async fn forget_session(db: &Db, digest: &Digest) {
        db.cache::<Self>().sessions.invalidate(digest).await;
    }
}

/// [`Directory`] over PostgreSQL.
#[derive(Clone)]
pub struct PgDirectory {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl PgDirectory {
    /// Looks things up in `db`; sessions end by `clock`.
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }
}

#[async_trait]
impl Directory for PgDirectory {
    async fn session(&self, token: &str) -> Result<Option<Session>, sqlx::Error> {
        let Some(digest) = session::digest(token) else { return Ok(None) };
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        let kept = match memory.sessions.get(&digest).await {
            Some(kept) => kept,
            None => match session::look_up(&self.db, &digest, now).await? {
                Some(kept) => {
                    memory.sessions.insert(digest, kept).await;
                    kept
                }
                None => return Ok(None),
            },
        };
        Ok((now < kept.expires_at).then_some(Session { person: kept.person }))
    }

    async fn organisation(&self, slug: &str) -> Result<Option<OrgId>, sqlx::Error> {
        let organisations = &self.db.cache::<Memory>().organisations;
        if let Some(known) = organisations.get(slug).await {
            return Ok(Some(known));
        }
        let Some(org) = organisation::store::by_slug(self.db.pool(), slug).await? else { return Ok(None) };
        organisations.insert(slug.to_owned(), org).await;
        Ok(Some(org))
    }

    async fn is_member(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error> {
        let memberships = &self.db.cache::<Memory>().memberships;
        if memberships.get(&(org, person)).await.is_some() {
            return Ok(true);
        }
        let mut tx = self.db.begin_for_person(person).await?;
        let member = organisation::store::is_member(&mut tx, org, person).await?;
        if member {
            memberships.insert((org, person), ()).await;
        }
        Ok(member)
    }
}
