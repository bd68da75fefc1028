//! Sessions: a random token in a cookie, of which only the digest is stored.

pub(crate) mod cookie;
pub mod http;
mod store;

use ::store::Db;
use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;
use httpkit::App;
use kernel::{Email, Instant, PersonId, SessionId};
use ring::digest::SHA256;

use crate::{Error, directory::Memory, password, person};

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
}

/// The digest of a token; `None` if the text can't be one.
pub(crate) fn digest(token: &str) -> Option<Digest> {
    let bytes = if token.len() == 43 { BASE64URL_NOPAD.decode(token.as_bytes()).ok()? } else { return None };
    ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
}

/// Whose address and password these are. Takes the same time whoever is asked for.
pub async fn authenticate(db: &Db, email: &Email, password: String) -> Result<PersonId, Error> {
    let (person, hash) = person::store::credentials(db.pool(), email).await?.unzip();
    let right = password::verify(password, hash).await?;
    person.filter(|_| right).ok_or(Error::WrongCredentials)
}

/// Starts a session; the token is for the cookie.
pub(crate) async fn start(app: &App, person: PersonId, headers: &HeaderMap) -> Result<String, Error> {
    let (now, token) = (app.now(), BASE64URL_NOPAD.encode(&app.chance.bytes::<32>()));
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let new = store::NewSession {
        id: SessionId::new(now, &app.chance),
        digest: digest(&token).unwrap_or_default(),
        person,
        user_agent: agent.chars().take(300).collect(),
        expires_at: now.plus_days(LASTS_DAYS),
    };
    store::insert(app.db.pool(), &new, now).await?;
    Ok(token)
}

/// Ends the session of `token`, at once in this process; without one there is nothing to do.
pub(crate) async fn end(db: &Db, token: &str) -> Result<(), sqlx::Error> {
    let Some(digest) = digest(token) else { return Ok(()) };
    store::delete(db.pool(), &digest).await?;
    Memory::forget_session(db, &digest).await;
    Ok(())
}

/// The live session of a digest; notes at times that it is used.
pub(crate) async fn look_up(db: &Db, digest: &Digest, now: Instant) -> Result<Option<Kept>, sqlx::Error> {
    let Some(found) = store::find(db.pool(), digest).await? else { return Ok(None) };
    if now >= found.expires_at {
        return Ok(None);
    }
    if now.seconds_since(found.last_seen_at) >= SEEN_EVERY_SECONDS {
        store::seen(db.pool(), digest, now).await?;
    }
    Ok(Some(Kept { person: found.person_id, expires_at: found.expires_at }))
}

/// Deletes sessions that are over; returns how many.
pub async fn prune(db: &Db, now: Instant) -> Result<u64, sqlx::Error> {
    store::prune(db.pool(), now).await
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
