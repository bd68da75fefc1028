//! What every request asks about its caller. Answers are kept for five seconds; this process forgets at once what
//! it changes, others hear of it when the five seconds are over.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use httpkit::{Directory, Principal, Session};
use kernel::{Clock, Grant, OrgId};
use moka::future::Cache;
use store::Db;

use crate::{
    member, organisation,
    role::Held,
    session::{self, Digest, Kept},
};

const KEPT_FOR: Duration = Duration::from_secs(5);

/// What this process remembers of the database.
pub(crate) struct Memory {
    sessions: Cache<Digest, Kept>,
    organisations: Cache<String, OrgId>,
    grants: Cache<(OrgId, Principal), Arc<Grant>>,
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
        Self { sessions: cache(20_000), organisations: cache(20_000), grants: cache(20_000) }
    }
}

impl Memory {
    /// Forgets a session that ended.
    pub(crate) async fn forget_session(db: &Db, digest: &Digest) {
        db.cache::<Self>().sessions.invalidate(digest).await;
    }

    /// Forgets what everybody may do; to be called after a commit that changed a role, a team or a member.
    pub(crate) fn forget_grants(db: &Db) {
        db.cache::<Self>().grants.invalidate_all();
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

    async fn grant(&self, org: OrgId, principal: Principal) -> Result<Option<Arc<Grant>>, sqlx::Error> {
        let grants = &self.db.cache::<Memory>().grants;
        if let Some(known) = grants.get(&(org, principal)).await {
            return Ok(Some(known));
        }
        let Principal::Person(person) = principal;
        let mut tx = self.db.begin_for_person(person).await?;
        let held = member::store::held_by(&mut tx, person, Some(org)).await?;
        if held.is_empty() {
            return Ok(None);
        }
        let grant = Arc::new(sum(held.iter().map(|(_, held)| held)));
        grants.insert((org, principal), grant.clone()).await;
        Ok(Some(grant))
    }
}

/// Everything that several roles allow together.
pub(crate) fn sum<'a>(roles: impl Iterator<Item = &'a Held>) -> Grant {
    let mut grant = Grant::default();
    for held in roles {
        grant.add(held.permissions, &held.assignment.events);
    }
    grant
}
