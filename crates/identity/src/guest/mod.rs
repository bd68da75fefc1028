//! Guests of an organisation: whoever proves by a mailed link that an address is theirs sees the orders that were placed
//! with it. They have no account: the address is all there is.

pub mod jobs;
mod store;

use ::store::{Cx, Tx, job};
use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Origin, limits};
use kernel::{Email, Locale};

use crate::{
    Error, link,
    session::{self, Digest},
    throttle::{self, Target},
};

use jobs::MailGuest;

/// How long a mailed link works.
const LINK_MINUTES: i32 = 60;

/// How long a guest stays signed in.
pub const LASTS_DAYS: i32 = 30;

/// What the mail says. The token is secret, so there is no `Debug`.
pub struct Draft {
    /// To whom.
    pub email: Email,
    /// In which language.
    pub locale: Locale,
    /// What the link ends with; it is written nowhere else.
    pub token: String,
}

/// Has a link mailed, if anything was ever ordered with the address. Known and unknown addresses take the same time: a job
/// is written for both.
pub async fn ask(
    app: &App,
    cx: &Cx,
    email: &Email,
    locale: &Locale,
    origin: &Origin,
) -> Result<(), httpkit::Problem> {
    limits::account(app, email).await?;
    // Never taken back: nobody needs more than a few of these mails.
    let _counted = throttle::guess(app, Target::mails(email), origin).await?;
    let mut tx = cx.begin().await?;
    let id = cx.chance.uuid(cx.now);
    store::insert_link(&mut tx, id, email, locale, cx.now.plus_minutes(LINK_MINUTES)).await?;
    job::enqueue(&mut tx, &MailGuest { link: id }).await?;
    Ok(tx.commit().await?)
}

/// To whom the mail that `job` asks for goes, and what it says, with a token that counts if the transaction is committed;
/// `None` if there is nothing to mail any more.
pub async fn draft(tx: &mut Tx, job: &MailGuest) -> Result<Option<Draft>, sqlx::Error> {
    let Some((email, locale)) = store::find_link(tx, job.link).await? else { return Ok(None) };
    let token = BASE64URL_NOPAD.encode(&tx.cx().chance.bytes::<32>());
    store::set_token(tx, job.link, &session::digest(&token).unwrap_or_default()).await?;
    Ok(Some(Draft { email, locale, token }))
}

/// Whether a link still works, without using it up: programs that look at mails follow links, too.
pub async fn is_open(cx: &Cx, token: &str) -> Result<bool, sqlx::Error> {
    let Some(digest) = session::digest(token) else { return Ok(false) };
    store::is_open(&mut cx.begin().await?, &digest).await
}

/// Uses a link up; gives the token of the session that begins.
pub async fn enter(cx: &Cx, token: &str) -> Result<String, Error> {
    let used = session::digest(token).ok_or(Error::LinkOver)?;
    let (token, digest) = link::token(&cx.chance);
    let mut tx = cx.begin().await?;
    let email = store::take_link(&mut tx, &used).await?.ok_or(Error::LinkOver)?;
    store::insert_session(&mut tx, &digest, &email, cx.now.plus_days(LASTS_DAYS)).await?;
    tx.commit().await?;
    Ok(token)
}

/// The address that the holder of a session has proven; `None` if it is over, or another organisation's.
pub async fn whose(cx: &Cx, token: &str) -> Result<Option<Email>, sqlx::Error> {
    let Some(digest) = session::digest(token) else { return Ok(None) };
    store::whose(&mut cx.begin().await?, &digest).await
}

/// Ends a session.
pub async fn leave(cx: &Cx, token: &str) -> Result<(), sqlx::Error> {
    let Some(digest): Option<Digest> = session::digest(token) else { return Ok(()) };
    let mut tx = cx.begin().await?;
    store::delete_session(&mut tx, &digest).await?;
    tx.commit().await
}
