//! What every request asks about its caller. Answers are kept for some seconds; this process forgets at once what
//! it changes, others hear of it when they are over.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use httpkit::{
    Caller, Directory,
    auth::{Devices, KEPT_SECONDS, USED_EVERY_SECONDS},
};
use kernel::{Clock, Grant, Instant, OrgId, PersonId};
use store::{Cache, Db};

use crate::{
    api_key, member,
    oauth::{self, token},
    organisation,
    policy::{self, SecondFactorRule, SecurityPolicy},
    role::Held,
    second_factor,
    session::{self, Digest, Kept},
};

const KEPT_FOR: Duration = Duration::from_secs(KEPT_SECONDS.unsigned_abs());

/// What this process remembers of the database.
pub(crate) struct Memory {
    sessions: Cache<Digest, Kept>,
    keys: Cache<Digest, (Arc<api_key::Known>, Instant)>,
    tokens: Cache<Digest, (Arc<token::Known>, Instant)>,
    organisations: Cache<String, OrgId>,
    standings: Cache<(OrgId, PersonId), Standing>,
    rules: Cache<OrgId, Arc<SecurityPolicy>>,
    asked: Cache<(OrgId, PersonId), bool>,
    /// `Some` where the provider is the only way in, with the owner who has another.
    sso: Cache<OrgId, Option<Option<PersonId>>>,
    second_factors: Cache<PersonId, bool>,
}

/// What a member may do in an organisation.
#[derive(Debug, Clone)]
struct Standing {
    grant: Arc<Grant>,
    signed_out_at: Option<Instant>,
    as_of: Instant,
}

impl Default for Memory {
    fn default() -> Self {
        const ENTRIES: u64 = 20_000;
        Self {
            sessions: Cache::living(ENTRIES, KEPT_FOR),
            keys: Cache::living(ENTRIES, KEPT_FOR),
            tokens: Cache::living(ENTRIES, KEPT_FOR),
            organisations: Cache::living(ENTRIES, KEPT_FOR),
            standings: Cache::living(ENTRIES, KEPT_FOR),
            rules: Cache::living(ENTRIES, KEPT_FOR),
            asked: Cache::living(ENTRIES, KEPT_FOR),
            sso: Cache::living(ENTRIES, KEPT_FOR),
            second_factors: Cache::living(ENTRIES, KEPT_FOR),
        }
    }
}

impl Memory {
    /// Forgets a session that ended.
    pub(crate) fn forget_session(db: &Db, digest: &Digest) {
        db.cache::<Self>().sessions.forget(digest);
    }

    /// Forgets an API key that was revoked.
    pub(crate) fn forget_key(db: &Db, digest: &[u8]) {
        if let Ok(digest) = digest.try_into() {
            db.cache::<Self>().keys.forget(&digest);
        }
    }

    /// Forgets every access token, because one of them was revoked.
    pub(crate) fn forget_tokens(db: &Db) {
        db.cache::<Self>().tokens.clear();
    }

    /// Forgets which factors somebody has, because they changed.
    pub(crate) fn forget_factors(db: &Db, person: PersonId) {
        db.cache::<Self>().second_factors.forget(&person);
    }

    /// Forgets what an organisation asks of its members, because it changed.
    pub(crate) fn forget_rule(db: &Db, org: OrgId) {
        let memory = db.cache::<Self>();
        memory.rules.forget(&org);
        memory.asked.clear();
        memory.sso.forget(&org);
    }

    /// Forgets what everybody may do; to be called after a commit that changed a role, a team or a member.
    pub(crate) fn forget_grants(db: &Db) {
        let memory = db.cache::<Self>();
        memory.standings.clear();
        memory.asked.clear();
    }
}

/// [`Directory`] over PostgreSQL.
#[derive(Clone)]
pub struct PgDirectory {
    db: Db,
    clock: Arc<dyn Clock>,
    devices: Arc<dyn Devices>,
    issuer: String,
    session_idle_days: i32,
}

impl PgDirectory {
    /// Looks things up in `db`, devices at the door in `devices`; tokens are those of `issuer`; sessions end by `clock`, at the latest after
    /// `session_idle_days` without a request.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        devices: Arc<dyn Devices>,
        issuer: String,
        session_idle_days: i32,
    ) -> Self {
        Self { db, clock, devices, issuer, session_idle_days }
    }

    /// The live session of a token.
    async fn kept(&self, token: &str) -> Result<Option<Kept>, sqlx::Error> {
        let Some(digest) = session::digest(token) else { return Ok(None) };
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        // By our clock, too: an answer from before is none when that was moved.
        let kept = match memory.sessions.get(&digest).filter(|kept| fresh(now, kept.as_of)) {
            Some(kept) => kept,
            None => match session::look_up(&self.db, &digest, now, self.session_idle_days).await? {
                Some(kept) => {
                    memory.sessions.insert(digest, kept);
                    kept
                }
                None => return Ok(None),
            },
        };
        Ok((now < kept.expires_at).then_some(kept))
    }

    /// The live API key with this digest. That it is used is noted on the side.
    async fn key(&self, digest: Digest) -> Result<Option<Arc<api_key::Known>>, sqlx::Error> {
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        let known = match memory.keys.get(&digest).filter(|(_, as_of)| fresh(now, *as_of)) {
            Some((known, _)) => known,
            None => {
                let Some(known) = api_key::look_up(&self.db, &digest).await? else { return Ok(None) };
                let known = Arc::new(known);
                memory.keys.insert(digest, (known.clone(), now));
                self.note_use(known.clone(), now);
                known
            }
        };
        Ok(Some(known).filter(|known| known.expires_at.is_none_or(|end| now < end)))
    }

    fn note_use(&self, known: Arc<api_key::Known>, now: Instant) {
        let due = |last: Instant| now.seconds_since(last) >= USED_EVERY_SECONDS;
        if known.last_used_at.is_none_or(due) {
            let db = self.db.clone();
            tokio::spawn(async move {
                if let Err(error) = api_key::note_use(&db, &known, now).await {
                    tracing::warn!(%error, key = %known.id, "that a key is used could not be noted");
                }
            });
        }
    }

    /// The live access token.
    async fn token(&self, text: &str) -> Result<Option<Arc<token::Known>>, sqlx::Error> {
        let (memory, now) = (self.db.cache::<Memory>(), self.clock.now());
        let digest = oauth::app::sha256(text);
        let known = match memory.tokens.get(&digest).filter(|(_, as_of)| fresh(now, *as_of)) {
            Some((known, _)) => known,
            None => {
                let Some(known) = token::look_up(&self.db, text, &self.issuer, now).await? else {
                    return Ok(None);
                };
                let known = Arc::new(known);
                memory.tokens.insert(digest, (known.clone(), now));
                self.note_token(known.clone(), now);
                known
            }
        };
        Ok(Some(known).filter(|known| now.as_millisecond() < known.exp * 1000))
    }

    fn note_token(&self, known: Arc<token::Known>, now: Instant) {
        if known.is_use_due(now) {
            let db = self.db.clone();
            tokio::spawn(async move {
                if let Err(error) = known.note_use(&db, now).await {
                    tracing::warn!(%error, "that an app acts could not be noted");
                }
            });
        }
    }

    /// Whether the organisation asks this member for a second factor.
    async fn asks_second_factor(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error> {
        let memory = self.db.cache::<Memory>();
        let rule = match memory.rules.get(&org) {
            Some(rule) => rule,
            None => {
                let rule = Arc::new(policy::of(&self.db, org, person).await?);
                memory.rules.insert(org, rule.clone());
                rule
            }
        };
        if rule.second_factor != SecondFactorRule::Roles {
            return Ok(rule.asks([].iter()));
        }
        if let Some(asked) = memory.asked.get(&(org, person)) {
            return Ok(asked);
        }
        let mut tx = self.db.begin_for_person(person).await?;
        let held = member::store::held_by(&mut tx, person, Some(org)).await?;
        let asked = rule.asks(held.iter().map(|place| &place.held.assignment.role));
        memory.asked.insert((org, person), asked);
        Ok(asked)
    }

    /// What somebody's own roles allow, and since when they have to have proven who they are.
    async fn standing(&self, org: OrgId, person: PersonId) -> Result<Option<Standing>, sqlx::Error> {
        let (standings, now) = (&self.db.cache::<Memory>().standings, self.clock.now());
        if let Some(known) = standings.get(&(org, person)).filter(|known| fresh(now, known.as_of)) {
            return Ok(Some(known));
        }
        let mut tx = self.db.begin_for_person(person).await?;
        let places = member::store::held_by(&mut tx, person, Some(org)).await?;
        if places.is_empty() {
            return Ok(None);
        }
        let standing = Standing {
            grant: Arc::new(sum(places.iter().map(|place| &place.held))),
            signed_out_at: places.iter().find_map(|place| place.signed_out_at),
            as_of: now,
        };
        standings.insert((org, person), standing.clone());
        Ok(Some(standing))
    }
}

/// Whether what was read at `as_of` may still be believed.
fn fresh(now: Instant, as_of: Instant) -> bool {
    now.seconds_since(as_of) < KEPT_SECONDS
}

#[async_trait]
impl Directory for PgDirectory {
    async fn session(&self, token: &str) -> Result<Option<Caller>, sqlx::Error> {
        let kept = self.kept(token).await?;
        Ok(kept.map(|kept| Caller { sso: kept.sso, ..Caller::person(kept.person, kept.authenticated_at) }))
    }

    async fn bearer(&self, token: &str) -> Result<Option<Caller>, sqlx::Error> {
        if let Some(digest) = api_key::digest(token) {
            return Ok(self.key(digest).await?.map(|known| known.caller.clone()));
        }
        if token.contains('.') {
            return Ok(self.token(token).await?.map(|known| known.caller.clone()));
        }
        self.devices.device(token).await
    }

    async fn signed_out_at(&self, org: OrgId, person: PersonId) -> Result<Option<Instant>, sqlx::Error> {
        Ok(self.standing(org, person).await?.and_then(|standing| standing.signed_out_at))
    }

    async fn lacks_second_factor(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error> {
        if !self.asks_second_factor(org, person).await? {
            return Ok(false);
        }
        let memory = self.db.cache::<Memory>();
        if let Some(has) = memory.second_factors.get(&person) {
            return Ok(!has);
        }
        let has = second_factor::has_one(&self.db, person).await?;
        memory.second_factors.insert(person, has);
        Ok(!has)
    }

    async fn needs_sso(&self, org: OrgId, person: PersonId) -> Result<bool, sqlx::Error> {
        let memory = self.db.cache::<Memory>();
        let rule = match memory.sso.get(&org) {
            Some(rule) => rule,
            None => {
                let rule = policy::sso_rule(&self.db, org, person).await?;
                memory.sso.insert(org, rule);
                rule
            }
        };
        Ok(rule.is_some_and(|break_glass| break_glass != Some(person)))
    }

    async fn organisation(&self, slug: &str) -> Result<Option<OrgId>, sqlx::Error> {
        let organisations = &self.db.cache::<Memory>().organisations;
        if let Some(known) = organisations.get(&slug.to_owned()) {
            return Ok(Some(known));
        }
        let Some(org) = organisation::store::by_slug(&mut *self.db.outside().await?, slug).await? else {
            return Ok(None);
        };
        organisations.insert(slug.to_owned(), org);
        Ok(Some(org))
    }

    async fn grant(&self, org: OrgId, caller: &Caller) -> Result<Option<Arc<Grant>>, sqlx::Error> {
        let reach = caller.reach.as_deref();
        if reach.is_some_and(|reach| reach.org.is_some_and(|only| only != org)) {
            return Ok(None);
        }
        match (caller.person, reach) {
            (None, None) => Ok(None),
            (None, Some(reach)) => Ok(Some(reach.grant.clone())),
            (Some(person), None) => Ok(self.standing(org, person).await?.map(|own| own.grant)),
            (Some(person), Some(reach)) => {
                let own = self.standing(org, person).await?;
                Ok(own.map(|own| Arc::new(own.grant.intersection(&reach.grant))))
            }
        }
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
