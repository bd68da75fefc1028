//! Links in mails: 32 random bytes of which only the digest is stored, used once.

mod store;

use ::store::Db;
use data_encoding::BASE64URL_NOPAD;
use kernel::{Chance, Email, Instant, PersonId};
use sqlx::PgConnection;

use crate::session::{self, Digest};

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// To prove that mails arrive.
    VerifyEmail,
    /// To prove that mails arrive at the address somebody wants instead.
    ChangeEmail,
    /// To choose a new password.
    ResetPassword,
}

impl Purpose {
    fn expires_at(self, now: Instant) -> Instant {
        match self {
            Self::VerifyEmail | Self::ChangeEmail => now.plus_days(1),
            Self::ResetPassword => now.plus_minutes(60),
        }
    }
}

/// A link that was followed.
#[derive(Debug)]
pub(crate) struct Followed {
    pub person: PersonId,
    pub purpose: Purpose,
    /// The address it was mailed to.
    pub email: String,
}

pub(super) struct NewLink<'a> {
    pub digest: Digest,
    pub person: PersonId,
    pub purpose: Purpose,
    pub email: &'a Email,
    pub expires_at: Instant,
}

/// Makes a link to be mailed to `email`, and gives its token. Earlier ones for the same purpose are worth nothing.
pub(crate) async fn issue(
    db: &Db,
    chance: &Chance,
    now: Instant,
    person: PersonId,
    purpose: Purpose,
    email: &Email,
) -> Result<String, sqlx::Error> {
    let (token, digest) = token(chance);
    let new = NewLink { digest, person, purpose, email, expires_at: purpose.expires_at(now) };
    let mut tx = db.begin_outside().await?;
    store::delete(&mut tx, person, purpose).await?;
    store::insert(&mut tx, &new).await?;
    tx.commit().await?;
    Ok(token)
}

/// A random token, and its digest.
pub(crate) fn token(chance: &Chance) -> (String, Digest) {
    let token = BASE64URL_NOPAD.encode(&chance.bytes::<32>());
    let digest = session::digest(&token).unwrap_or_default();
    (token, digest)
}

/// Whose link it is, without using it up; `None` as for [`follow`].
pub(crate) async fn owner(
    db: &Db,
    token: &str,
    purpose: Purpose,
    now: Instant,
) -> Result<Option<PersonId>, sqlx::Error> {
    let Some(digest) = session::digest(token) else { return Ok(None) };
    store::owner(&mut *db.outside().await?, &digest, purpose, now).await
}

/// Uses a link up; `None` if it was used, is too old, or is good for something else.
pub(crate) async fn follow(
    connection: &mut PgConnection,
    token: &str,
    good_for: &[Purpose],
    now: Instant,
) -> Result<Option<Followed>, sqlx::Error> {
    let Some(digest) = session::digest(token) else { return Ok(None) };
    let followed = store::take(connection, &digest, now).await?;
    Ok(followed.filter(|link| good_for.contains(&link.purpose)))
}

/// Makes every link of somebody worth nothing.
pub(crate) async fn void(connection: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    store::delete_all(connection, person).await
}

/// Forgets links that are too old.
pub(crate) async fn prune(db: &Db, now: Instant) -> Result<(), sqlx::Error> {
    store::prune(&mut *db.outside().await?, now).await
}
