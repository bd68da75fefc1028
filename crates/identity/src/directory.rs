//! What every request asks about its caller. Answers are kept for five seconds; this process forgets at once what
//! it changes, others hear of it when the five seconds are over.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use httpkit::{Directory, Principal, Session};
use kernel::{Clock, Grant, Instant, OrgId, PersonId};
use moka::future::Cache;
use store::Db;

use crate::{
    member, organisation,
    policy::{self, SecondFactorRule},
    role::Held,
    second_factor,
    session::{self, Digest, Kept},
};

const KEPT_FOR: Duration = Duration::from_secs(5);

/// What this process remembers of the database.
pub(crate) struct Memory {
    sessions: Cache<Digest, Kept>,
    organisations: Cache<String, OrgId>,
    grants: Cache<(OrgId, Principal), Arc<Grant>>,
    rules: Cache<OrgId, SecondFactorRule>,
    second_factors: Cache<PersonId, bool>,
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
        Self {
            sessions: cache(20_000),
            organisations: cache(20_000),
            grants: cache(20_000),
            rules: cache(20_000),
            second_factors: cache(20_000),
        }
    }
}

impl Memory {
    /// Forgets a session that ended.
    pub(crate) async fn forget_session(db: &Db, digest: &Digest) {
        db.cache::<Self>().sessions.invalidate(digest).await;
    }

    /// Forgets which factors somebody has, because they changed.
    pub(crate) async fn forget_factors(db: &Db, person: PersonId) {
        db.cache::<Self>().second_factors.invalidate(&person).await;
    }

    /// Forgets what an organisation asks of its members, because it changed.
    pub(crate) async fn forget_rule(db: &Db, org: OrgId) {
        db.cache::<Self>().rules.invalidate(&org).await;
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
    session_idle_days: i32,
}

impl PgDirectory {
    /// Looks things up in `db`; sessions end by `clock`, at the latest after `session_idle_days` without a request.
    pub fn new(db: Db, clock: Arc<dyn Clock>, session_idle_days: i32) -> Self {
        Self { db, clock, session_idle_days }
    }

    /// The live session of a token.
    async fn kept(&self, token: &str) -> Result<Option<Kept>, sqlx::Error> {
        let Some(digest) = session::digest(token) else { return Ok(None) };
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        // By our clock, too: an answer from before is none when that was moved.
        let fresh = |kept: &Kept| now.seconds_since(kept.as_of) < KEPT_FOR.as_secs().cast_signed();
        let kept = match memory.sessions.get(&digest).await.filter(fresh) {
            Some(kept) => kept,
            None => match session::look_up(&self.db, &digest, now, self.session_idle_days).await? {
                Some(kept) => {
                    memory.sessions.insert(digest, kept).await;
                    kept
                }
                None => return Ok(None),
            },
        };
        Ok((now < kept.expires_at).then_some(kept))
    }
}

#[async_trait]
impl Directory for PgDirectory {
    async fn session(&self, token: &str) -> Result<Option<Session>, sqlx::Error> {
        Ok(self.kept(token).await?.map(|kept| Session { person: kept.person }))
    }

    async fn authenticated_at(&self, token: &str) -> Result<Option<Instant>, sqlx::Error> {
        Ok(self.kept(token).await?.map(|kept| kept.authenticated_at))
    }

    async fn lacks_second_factor(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error> {
        let memory = self.db.cache::<Memory>();
        let rule = match memory.rules.get(&org).await {
            Some(rule) => rule,
            None => {
                let rule = policy::of(&self.db, org, person).await?;
                memory.rules.insert(org, rule).await;
                rule
            }
        };
        if rule == SecondFactorRule::Off {
            return Ok(false);
        }
        if let Some(has) = memory.second_factors.get(&person).await {
            return Ok(!has);
        }
        let has = second_factor::has_one(&self.db, person).await?;
        memory.second_factors.insert(person, has).await;
        Ok(!has)
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
