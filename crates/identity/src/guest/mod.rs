//! Guests of an organisation: whoever proves that an address is theirs sees the orders that were placed with it. A mailed
//! link proves it, a passkey that was added after one, or the identity provider that the organisation has for its guests.
//!
//! - [`account`]: what an address is known by besides mailed links
//! - [`passkey`]: signing in without an address typed
//! - [`provider`]: where the organisation's provider for guests is, and who we are there
//! - [`arrival`]: a guest's way there and back
//! - [`cookie`]: the session in the browser

pub(crate) mod account;
pub mod arrival;
pub mod cookie;
pub mod jobs;
pub mod passkey;
pub mod provider;
mod store;

use ::store::{Cx, Tx, job};
use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Origin, limits};
use kernel::{Email, Instant, Locale};
use uuid::Uuid;

use crate::{
    Error, link,
    session::{self, Digest},
    throttle::{self, Target},
};

use jobs::MailGuest;

/// How long a mailed link works, and how long somebody may take to prove an address that their provider does not vouch
/// for.
const LINK_MINUTES: i32 = 60;

/// How long a guest stays signed in.
pub const LASTS_DAYS: i32 = 30;

/// How long ago a guest may have proven who they are who changes what signs them in; as long as for members.
pub const FRESH_SECONDS: i64 = 600;

/// What the mail says. The token is secret, so there is no `Debug`.
pub struct Draft {
    /// To whom.
    pub email: Email,
    /// In which language.
    pub locale: Locale,
    /// What the link ends with; it is written nowhere else.
    pub token: String,
}

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// The address is proven.
    Guest {
        /// The address.
        email: Email,
        /// When they last proved who they are.
        proven_at: Instant,
    },
    /// The organisation's provider knows them, but vouches for no address: a mailed link has to prove one, once.
    Unproven,
}

/// Who somebody is at an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub issuer: String,
    pub subject: String,
}

/// A session that begins.
pub(crate) enum Begins<'a> {
    /// With a proven address, perhaps through an identity at the provider.
    Proven { email: &'a str, proven_at: Instant, identity: Option<Uuid> },
    /// Without one.
    Unproven(&'a Identity),
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

/// Uses a link up; gives the token of the session that begins, instead of the browser's session `before`. If that was one
/// of somebody whose address was not proven, it is now: the link has to be followed in the browser that came back from the
/// provider, else whoever has a link mailed to somebody else would become them.
pub async fn enter(cx: &Cx, token: &str, before: Option<&str>) -> Result<String, Error> {
    let used = session::digest(token).ok_or(Error::LinkOver)?;
    let (token, digest) = link::token(&cx.chance);
    let mut tx = cx.begin().await?;
    let email = store::take_link(&mut tx, &used).await?.ok_or(Error::LinkOver)?;
    let before = before.and_then(session::digest);
    let waiting = match &before {
        Some(before) => store::end(&mut tx, before).await?,
        None => None,
    };
    let identity = match waiting {
        Some(identity) => Some(account::connect(&mut tx, &identity, &email).await?.id),
        None => None,
    };
    let begins = Begins::Proven { email: &email, proven_at: cx.now, identity };
    store::insert_session(&mut tx, &digest, &begins).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whose session it is; `None` if it is over, or another organisation's.
pub async fn whose(cx: &Cx, token: &str) -> Result<Option<Known>, sqlx::Error> {
    let Some(digest) = session::digest(token) else { return Ok(None) };
    store::whose(&mut cx.begin().await?, &digest).await
}

/// Ends a session.
pub async fn leave(cx: &Cx, token: &str) -> Result<(), sqlx::Error> {
    let Some(digest): Option<Digest> = session::digest(token) else { return Ok(()) };
    let mut tx = cx.begin().await?;
    store::end(&mut tx, &digest).await?;
    tx.commit().await
}

/// Whether what was proven at `proven_at` is fresh enough to change what signs somebody in.
pub fn is_fresh(cx: &Cx, proven_at: Instant) -> bool {
    cx.now.seconds_since(proven_at) <= FRESH_SECONDS
}
