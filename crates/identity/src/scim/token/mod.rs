//! The token that an organisation's provider proves itself with.

pub mod http;
mod store;

use ::store::{
    Cx,
    audit::{self, Entry},
};
use kernel::Instant;

use crate::{Error, link, session};

/// What provider's tokens begin with, so that they are recognised where they don't belong.
const PREFIX: &str = "tscim_";

/// Seconds between two notes that the token is used.
const SEEN_EVERY_SECONDS: i64 = 60;

/// What is known of an organisation's token.
#[derive(Debug)]
pub struct Kept {
    /// When it was made.
    pub created_at: Instant,
    /// When the provider last used it, to within a minute.
    pub last_used_at: Option<Instant>,
}

/// The organisation's token, if it has one.
pub async fn get(cx: &Cx) -> Result<Option<Kept>, Error> {
    Ok(store::find(&mut cx.read().await?).await?)
}

/// Makes a token, which is shown once; the one before is worth nothing.
pub async fn make(cx: &Cx) -> Result<String, Error> {
    let (token, digest) = link::token(&cx.chance);
    let mut tx = cx.begin().await?;
    store::replace(&mut tx, &digest).await?;
    record(&mut tx, "scim.token_made").await?;
    tx.commit().await?;
    Ok(format!("{PREFIX}{token}"))
}

/// Ends provisioning; who was provisioned stays.
pub async fn revoke(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    if !store::delete(&mut tx).await? {
        return Err(Error::NotFound("token"));
    }
    record(&mut tx, "scim.token_revoked").await?;
    Ok(tx.commit().await?)
}

/// Whether `text` is the organisation's token.
pub(super) async fn is_right(cx: &Cx, text: &str) -> Result<bool, sqlx::Error> {
    let Some(digest) = text.strip_prefix(PREFIX).and_then(session::digest) else { return Ok(false) };
    let mut tx = cx.begin().await?;
    let Some(last_used_at) = store::last_used(&mut tx, &digest).await? else { return Ok(false) };
    if last_used_at.is_none_or(|at| cx.now.seconds_since(at) >= SEEN_EVERY_SECONDS) {
        store::used(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(true)
}

async fn record(tx: &mut ::store::Tx, action: &'static str) -> Result<(), sqlx::Error> {
    let (subject_kind, subject) = ("organisation", tx.org().uuid());
    audit::record(tx, Entry { action, subject_kind, subject, event: None, before: None, after: None }).await
}
