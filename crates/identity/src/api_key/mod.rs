//! API keys: for programs that act for an organisation, or for one person in every organisation of theirs. The key is
//! shown once; only its digest is stored.

pub mod http;
pub(crate) mod store;

use std::sync::Arc;

use ::store::{
    Cx, Db, Tx,
    audit::{self, Entry},
};
use data_encoding::BASE32_NOPAD;
use httpkit::{App, Caller, Origin, Principal, Reach};
use kernel::{ApiKeyId, Chance, EventGrants, Grant, Instant, OrgId, PermissionSet, PersonId};
use ring::digest::SHA256;
use serde_json::json;
use sqlx::PgConnection;

pub(crate) use store::note_use;

use crate::{
    Error,
    directory::Memory,
    log,
    member::{self, http::event_list},
    role::{self, event_column},
    session::Digest,
};

/// What every key starts with, so that scanners for leaked secrets know it.
pub const MARK: &str = "tsk_";

/// How much of a key stays visible.
const PREFIX_LEN: usize = 12;

/// Keys that an organisation, or a person, may have at a time.
pub const MOST: usize = 500;

/// A key as its owner sees it.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// The key.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// How it begins.
    pub prefix: String,
    /// What it may do at most.
    pub permissions: PermissionSet,
    /// Where.
    pub events: EventGrants,
    /// Who made it, if it is the organisation's and they are still there.
    pub made_by: Option<String>,
    /// Whether it is the organisation's and who made it belongs there no more. They may still know its secret.
    pub maker_left: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works; `None` for as long as nobody revokes it.
    pub expires_at: Option<Instant>,
    /// When it was last used, to within a minute.
    pub last_used_at: Option<Instant>,
}

/// What somebody says of a new key.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it is for.
    pub name: String,
    /// What it may do at most.
    pub permissions: PermissionSet,
    /// Where.
    pub events: EventGrants,
    /// Until when it works.
    pub expires_at: Option<Instant>,
}

/// A key that was just made, and its secret.
#[derive(Debug)]
pub struct Made {
    /// The key.
    pub key: ApiKey,
    /// The secret, told this once.
    pub secret: String,
}

/// What is kept of a key between requests.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub id: ApiKeyId,
    pub caller: Caller,
    pub expires_at: Option<Instant>,
    pub last_used_at: Option<Instant>,
}

/// How many live keys of organisations somebody who has left may know. `connection` has to see every organisation's rows.
pub async fn left_behind(connection: &mut PgConnection, now: Instant) -> Result<i64, sqlx::Error> {
    store::left_behind(connection, now).await
}

/// The digest of a key; `None` if the text can't be one.
pub(crate) fn digest(key: &str) -> Option<Digest> {
    let secret = key.strip_prefix(MARK).filter(|secret| secret.len() == 52)?;
    let bytes = BASE32_NOPAD.decode(secret.to_ascii_uppercase().as_bytes()).ok()?;
    ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
}

/// 256 random bits as a key.
fn secret(chance: &Chance) -> String {
    format!("{MARK}{}", BASE32_NOPAD.encode(&chance.bytes::<32>()).to_ascii_lowercase())
}

/// The organisation's live keys, latest first.
pub async fn list(cx: &Cx) -> Result<Vec<ApiKey>, Error> {
    Ok(store::list(&mut *cx.read().await?, Owner::Organisation(cx.org)).await?)
}

/// Makes a key of the organisation. It may do no more than whoever makes it, and keeps what it may do when they go.
pub async fn create(cx: &Cx, grant: &Grant, plan: Plan) -> Result<Made, Error> {
    role::within(grant, plan.permissions)?;
    let mut tx = cx.begin().await?;
    if let EventGrants::Only(chosen) = &plan.events
        && !member::store::events_exist(&mut tx, chosen).await?
    {
        return Err(Error::UnknownEvent);
    }
    let owner = Owner::Organisation(cx.org);
    let made = make(&mut tx, &cx.chance, cx.now, owner, cx.actor.person(), plan).await?;
    record(&mut tx, "api_key.created", &made.key).await?;
    tx.commit().await?;
    Ok(made)
}

/// Revokes a key of the organisation: at once in this process, within five seconds in others.
pub async fn revoke(cx: &Cx, id: ApiKeyId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let owner = Owner::Organisation(cx.org);
    let key = store::find(&mut tx, owner, id).await?.ok_or(Error::NotFound("key"))?;
    let digest = store::revoke(&mut tx, owner, id, cx.now).await?.ok_or(Error::NotFound("key"))?;
    record(&mut tx, "api_key.revoked", &key).await?;
    tx.commit().await?;
    Memory::forget_key(&cx.db, &digest);
    Ok(())
}

/// The live keys of somebody, latest first.
pub async fn list_own(db: &Db, person: PersonId) -> Result<Vec<ApiKey>, Error> {
    let mut tx = db.begin_for_person(person).await?;
    Ok(store::list(&mut tx, Owner::Person(person)).await?)
}

/// Makes a key that acts for somebody in every organisation of theirs: it may do what the plan says and they may do at
/// the time of the request.
pub async fn create_own(app: &App, person: PersonId, plan: Plan, origin: &Origin) -> Result<Made, Error> {
    let mut tx = app.db.begin_for_person(person).await?;
    let now = app.now();
    let made = make(&mut tx, &app.chance, now, Owner::Person(person), None, plan).await?;
    log::record(&mut tx, &app.chance, now, person, "api_key.created", origin).await?;
    tx.commit().await?;
    Ok(made)
}

/// Revokes a key of somebody's own.
pub async fn revoke_own(app: &App, person: PersonId, id: ApiKeyId, origin: &Origin) -> Result<(), Error> {
    let mut tx = app.db.begin_for_person(person).await?;
    let owner = Owner::Person(person);
    let digest = store::revoke(&mut tx, owner, id, app.now()).await?.ok_or(Error::NotFound("key"))?;
    log::record(&mut tx, &app.chance, app.now(), person, "api_key.revoked", origin).await?;
    tx.commit().await?;
    Memory::forget_key(&app.db, &digest);
    Ok(())
}

/// The live key with this digest.
pub(crate) async fn look_up(db: &Db, digest: &Digest) -> Result<Option<Known>, sqlx::Error> {
    let mut tx = db.begin_for_bearer(digest).await?;
    let Some(found) = store::by_digest(&mut tx, digest).await? else { return Ok(None) };
    let mut grant = Grant::default();
    grant.add(found.permissions, &found.events);
    let (org, person) = match found.owner {
        Owner::Organisation(org) => (Some(org), None),
        Owner::Person(person) => (None, Some(person)),
    };
    let reach = Some(Arc::new(Reach { org, grant: Arc::new(grant), list: None }));
    // A person's own key proves as much as they did when they made it.
    let proven_at = person.map(|_| found.created_at);
    let caller = Caller { principal: Principal::Key(found.id), person, reach, sso: None, proven_at };
    Ok(Some(Known { id: found.id, caller, expires_at: found.expires_at, last_used_at: found.last_used_at }))
}

/// Whose a key is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    Organisation(OrgId),
    Person(PersonId),
}

async fn make(
    connection: &mut sqlx::PgConnection,
    chance: &Chance,
    now: Instant,
    owner: Owner,
    made_by: Option<PersonId>,
    plan: Plan,
) -> Result<Made, Error> {
    if plan.expires_at.is_some_and(|end| end <= now) {
        return Err(Error::AlreadyOver);
    }
    if store::count(connection, owner).await? >= MOST {
        return Err(Error::TooManyKeys);
    }
    let secret = secret(chance);
    let new = store::NewKey {
        id: ApiKeyId::new(now, chance),
        owner,
        made_by,
        prefix: &secret[..PREFIX_LEN],
        digest: digest(&secret).unwrap_or_default(),
        events: event_column(&plan.events),
        plan: &plan,
    };
    store::insert(connection, &new, now).await?;
    let id = new.id;
    let key = store::find(connection, owner, id).await?.ok_or(Error::NotFound("key"))?;
    Ok(Made { key, secret })
}

async fn record(tx: &mut Tx, action: &'static str, key: &ApiKey) -> Result<(), sqlx::Error> {
    let told = json!({
        "name": key.name, "prefix": key.prefix, "permissions": key.permissions, "events": event_list(&key.events),
        "expires_at": key.expires_at,
    });
    let (before, after) = match action {
        "api_key.revoked" => (Some(told), None),
        _ => (None, Some(told)),
    };
    let subject = key.id.uuid();
    audit::record(tx, Entry { action, subject_kind: "api_key", subject, event: None, before, after }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_key_is_looked_up() {
        let key = secret(&Chance::seeded(1));
        assert!(key.starts_with(MARK));
        assert!(digest(&key).is_some());
        for wrong in ["", MARK, &key[1..], &key[..55], &key.replace("tsk_", "tsk-"), &format!("{key}a")] {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
    }
}
