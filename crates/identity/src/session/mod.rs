//! Sessions: a random token in a cookie, of which only the digest is stored.

pub(crate) mod cookie;
pub(crate) mod device;
pub mod http;
pub(crate) mod store;

use ::store::{Actor, Db};
use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Origin, SignedIn};
use kernel::{Email, Instant, OrgId, PersonId, SessionId};
use ports::{Purpose, SealedColumn, Whose};
use ring::digest::SHA256;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Error,
    directory::Memory,
    invitation, link,
    log::{self, Refused},
    password, person,
    sso::leaving::{self, There},
};

/// How long a session lasts, however it is used.
pub const LASTS_DAYS: i32 = 30;

/// How exactly it is known when a session was last used.
const SEEN_EVERY_SECONDS: i64 = 300;

/// SHA-256 of a token.
pub(crate) type Digest = [u8; 32];

/// What is kept of a session between requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    pub person: PersonId,
    pub expires_at: Instant,
    pub authenticated_at: Instant,
    /// The organisation through whose identity provider it began: it opens no other.
    pub sso: Option<OrgId>,
    /// When it was read from the database.
    pub as_of: Instant,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DeviceSession)]
pub struct Listed {
    /// The session.
    pub id: SessionId,
    /// The browser and the system: `Firefox on Linux`.
    pub device: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The network it was started from, such as `203.0.113.0/24`; may be empty.
    pub ip: String,
    /// When somebody signed in.
    pub created_at: Instant,
    /// When it was last used, to within five minutes.
    pub last_seen_at: Instant,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The digest of a token; `None` if the text can't be one.
pub(crate) fn digest(token: &str) -> Option<Digest> {
    let bytes = if token.len() == 43 { BASE64URL_NOPAD.decode(token.as_bytes()).ok()? } else { return None };
    ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
}

/// Whose address and password these are. Takes the same time whoever is asked for.
pub async fn authenticate(
    app: &App,
    email: &Email,
    password: String,
    origin: &Origin,
) -> Result<PersonId, Error> {
    let (person, hash) = person::store::credentials(&mut *app.db.outside().await?, email).await?.unzip();
    let right = password::verify(password, hash.flatten()).await?;
    if !right {
        log::refused(app, person, Refused::Password, origin);
    }
    person.filter(|_| right).ok_or(Error::WrongCredentials)
}

/// The sign-in at an organisation's identity provider that a session begins with.
pub(crate) struct Through {
    /// The organisation: the session opens no other.
    pub org: OrgId,
    /// Who the person is at the provider (`sso_identities`).
    pub identity: Uuid,
    /// The provider's name for its own session.
    pub session: Option<String>,
    /// What signing out at the provider asks for.
    pub id_token: String,
    /// When the person proved themselves there.
    pub authenticated_at: Instant,
}

/// Starts a session, by the person's own means or `through` an identity provider; the token is for the cookie.
pub(crate) async fn start(
    app: &App,
    person: PersonId,
    origin: &Origin,
    through: Option<&Through>,
) -> Result<String, Error> {
    let (now, (token, digest)) = (app.now(), link::token(&app.chance));
    let id = SessionId::new(now, &app.chance);
    let sealed = through.map(|through| app.ports.keys.seal(&sealed_for(id), through.id_token.as_bytes()));
    let new = store::NewSession {
        id,
        digest,
        person,
        user_agent: &origin.agent,
        network: &origin.network(),
        authenticated_at: through.map_or(now, |through| through.authenticated_at),
        expires_at: now.plus_days(LASTS_DAYS),
        through,
        sealed_id_token: sealed.transpose()?,
    };
    let mut tx = app.db.begin_outside().await?;
    if person::store::is_disabled(&mut tx, person).await? {
        return Err(Error::AccountDisabled);
    }
    store::insert(&mut tx, &new, now).await?;
    log::record(&mut tx, &app.chance, now, person, "session.started", origin).await?;
    tx.commit().await?;
    Ok(token)
}

/// What the ID token of a session is sealed for.
pub(crate) fn sealed_for(session: SessionId) -> String {
    format!("sso-id-token/{session}")
}

/// Where the ID tokens of sessions are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "sessions",
    row: "id",
    column: "sealed_id_token",
    purpose: Purpose::OfUuid(|session| sealed_for(session.into())),
    whose: Whose::Installation,
};

/// Gives a session another token, because its owner has just proved who they are. The old one ends.
pub(crate) async fn renew(
    app: &App,
    person: PersonId,
    token: &str,
    origin: &Origin,
) -> Result<String, Error> {
    let old = digest(token).unwrap_or_default();
    let (now, (token, digest)) = (app.now(), link::token(&app.chance));
    let mut tx = app.db.begin_outside().await?;
    if !store::rotate(&mut tx, &old, &digest, now).await? {
        return Err(Error::NotFound("session"));
    }
    log::record(&mut tx, &app.chance, now, person, "session.stepped_up", origin).await?;
    tx.commit().await?;
    Memory::forget_session(&app.db, &old);
    Ok(token)
}

/// Ends the session of `token`, at once in this process; without one there is nothing to do.
pub(crate) async fn end(db: &Db, token: &str) -> Result<(), sqlx::Error> {
    let Some(digest) = digest(token) else { return Ok(()) };
    store::delete(&mut *db.outside().await?, &digest).await?;
    Memory::forget_session(db, &digest);
    Ok(())
}

/// Where the browser of a session signs out of the identity provider that the session began at, if it did.
pub(crate) async fn provider(app: &App, signed_in: &SignedIn) -> Result<Option<String>, Error> {
    let (Some(org), Some(digest)) = (signed_in.sso, digest(&signed_in.token)) else { return Ok(None) };
    let Some(there) = store::there(&mut *app.db.outside().await?, &digest).await? else { return Ok(None) };
    let cx = invitation::http::context(app, org, Actor::Person(signed_in.person));
    leaving::address(app, &cx, &there).await
}

/// The live sessions of somebody, latest used first; `token` is that of the one that asks.
pub async fn list(app: &App, person: PersonId, token: &str) -> Result<Vec<Listed>, Error> {
    let (now, current) = (app.now(), digest(token).unwrap_or_default());
    let idle_since = now.plus_days(-app.settings.session_idle_days);
    let rows = store::list(&mut *app.db.outside().await?, person, now, idle_since).await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: row.id,
        device: device::name(&row.user_agent),
        user_agent: row.user_agent,
        ip: row.network,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        current: row.token_hash == current,
    });
    Ok(listed.collect())
}

/// Ends one session of somebody.
pub async fn revoke(app: &App, person: PersonId, id: SessionId, origin: &Origin) -> Result<(), Error> {
    let mut tx = app.db.begin_outside().await?;
    let digest = store::revoke(&mut tx, person, id).await?.ok_or(Error::NotFound("session"))?;
    log::record(&mut tx, &app.chance, app.now(), person, "session.revoked", origin).await?;
    tx.commit().await?;
    forget(&app.db, &[digest]);
    Ok(())
}

/// Ends every session of somebody but that of `keep`.
pub async fn revoke_others(app: &App, person: PersonId, keep: &str, origin: &Origin) -> Result<(), Error> {
    let keep = digest(keep).unwrap_or_default();
    let mut tx = app.db.begin_outside().await?;
    let ended = store::revoke_others(&mut tx, person, &keep).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "session.others_revoked", origin).await?;
    tx.commit().await?;
    forget(&app.db, &ended);
    Ok(())
}

/// Has this process forget sessions that were deleted.
pub(crate) fn forget(db: &Db, ended: &[Vec<u8>]) {
    for digest in ended.iter().filter_map(|digest| digest.as_slice().try_into().ok()) {
        Memory::forget_session(db, &digest);
    }
}

/// The live session of a digest; notes at times that it is used.
pub(crate) async fn look_up(
    db: &Db,
    digest: &Digest,
    now: Instant,
    idle_days: i32,
) -> Result<Option<Kept>, sqlx::Error> {
    let Some(found) = store::find(&mut *db.outside().await?, digest).await? else { return Ok(None) };
    if now >= found.expires_at.min(found.last_seen_at.plus_days(idle_days)) {
        return Ok(None);
    }
    if now.seconds_since(found.last_seen_at) >= SEEN_EVERY_SECONDS {
        store::seen(&mut *db.outside().await?, digest, now).await?;
    }
    Ok(Some(Kept {
        person: found.person_id,
        expires_at: found.expires_at.min(now.plus_days(idle_days)),
        authenticated_at: found.authenticated_at,
        sso: found.sso,
        as_of: now,
    }))
}

/// Deletes sessions that are over.
pub(crate) async fn prune(db: &Db, now: Instant, idle_days: i32) -> Result<(), sqlx::Error> {
    store::prune(&mut *db.outside().await?, now, now.plus_days(-idle_days)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_token_is_looked_up() {
        assert!(digest(&BASE64URL_NOPAD.encode(&[7; 32])).is_some());
        for not_one in ["", "short", &"!".repeat(43), &"a".repeat(10_000)] {
            assert!(digest(not_one).is_none());
        }
    }
}
