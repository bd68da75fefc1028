//! A guest's passkeys: the ceremonies are those of members ([`crate::passkey`]), their owner is an address that is proven.
//! A passkey belongs to one organisation's guest; another organisation's pages don't know it.

mod store;

use ::store::Cx;
use httpkit::{App, Origin};
use kernel::{GuestId, OrgId, PasskeyId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

use super::{Begins, account};
use crate::{
    Error,
    challenge::Kind,
    link,
    log::{self, Refused},
    organisation,
    passkey::{
        Passkey,
        ceremony::{self, Owner, Shown},
    },
    session,
};

/// Passkeys that a guest may have.
const MOST: usize = 20;

/// What a new passkey's answer is judged by.
#[derive(Serialize, Deserialize)]
struct Making {
    org: OrgId,
    email: String,
    /// The account that the passkey names; it is made with the first.
    handle: Uuid,
    ceremony: PasskeyRegistration,
}

/// What a sign-in's answer is judged by.
#[derive(Serialize, Deserialize)]
struct Asking {
    org: OrgId,
    ceremony: DiscoverableAuthentication,
}

/// A passkey with what is needed to verify it, and whose it is.
#[derive(Debug)]
struct Stored {
    id: PasskeyId,
    guest: GuestId,
    email: String,
    credential: Value,
}

/// Whether guests can have passkeys here: the site needs a domain name.
pub fn available(app: &App) -> bool {
    ceremony::available(&app.settings)
}

/// Starts adding a passkey for whoever has proven `email`: what `navigator.credentials.create` takes as `publicKey`.
pub async fn begin_registration(app: &App, cx: &Cx, email: &str) -> Result<Value, Error> {
    let organiser = organisation::get(cx).await?.profile.name;
    let mut tx = cx.begin().await?;
    let account = account::store::by_email(&mut tx, email).await?;
    let known = match account {
        Some(guest) => store::credential_ids(&mut tx, guest).await?,
        None => Vec::new(),
    };
    if known.len() >= MOST {
        return Err(Error::TooManyPasskeys);
    }
    drop(tx);
    let handle = account.map_or_else(|| cx.chance.uuid(cx.now), GuestId::uuid);
    // Somebody may be a guest of several organisations here: the device lists which.
    let account = format!("{email} · {organiser}");
    let (options, ceremony) =
        ceremony::registration(app, Owner { handle, account: &account, name: &account, known })?;
    let state = Making { org: cx.org, email: email.to_owned(), handle, ceremony };
    ceremony::ask(app, &options, Kind::GuestPasskeyRegistration, None, &state).await?;
    Ok(options)
}

/// Finishes adding a passkey with the browser's answer.
pub async fn finish_registration(
    app: &App,
    cx: &Cx,
    email: &str,
    name: &str,
    answer: Value,
) -> Result<(), Error> {
    let kind = Kind::GuestPasskeyRegistration;
    let (_, state) = ceremony::answered::<Making>(app, &answer, kind).await?;
    if state.org != cx.org || state.email != email {
        return Err(Error::PasskeyRefused);
    }
    let made = ceremony::registered(app, answer, &state.ceremony)?;
    let mut tx = cx.begin().await?;
    let guest = account::of_handle(&mut tx, state.handle.into(), email).await?;
    // Somebody else made the account meanwhile: the passkey names one that does not exist.
    if guest.uuid() != state.handle {
        return Err(Error::PasskeyRefused);
    }
    let id = PasskeyId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, guest, name.trim(), &made).await?;
    account::record(&mut tx, "guest.passkey_added", guest, Some(json!({ "passkey": id }))).await?;
    Ok(tx.commit().await?)
}

/// Starts a sign-in with whatever passkey the device finds: what `navigator.credentials.get` takes as `publicKey`.
pub async fn begin_authentication(app: &App, cx: &Cx) -> Result<Value, Error> {
    let (options, ceremony) = ceremony::authentication(app)?;
    let state = Asking { org: cx.org, ceremony };
    ceremony::ask(app, &options, Kind::GuestPasskeySignIn, None, &state).await?;
    Ok(options)
}

/// Begins a session with a passkey's answer, if it proves anything; gives the token.
pub async fn enter(app: &App, cx: &Cx, answer: Value, origin: &Origin) -> Result<String, Error> {
    let judged = judge(app, cx, answer).await;
    if let Err(Error::PasskeyRefused) = &judged {
        log::refused(app, None, Refused::Passkey, origin);
    }
    judged
}

async fn judge(app: &App, cx: &Cx, answer: Value) -> Result<String, Error> {
    let (_, state) = ceremony::answered::<Asking>(app, &answer, Kind::GuestPasskeySignIn).await?;
    if state.org != cx.org {
        return Err(Error::PasskeyRefused);
    }
    let shown = Shown::read(app, answer)?;
    let mut tx = cx.begin().await?;
    let stored = store::by_credential(&mut tx, &shown.id).await?;
    let stored = stored.filter(|stored| stored.guest.uuid() == shown.owner).ok_or(Error::PasskeyRefused)?;
    let credential = shown.judge(app, state.ceremony, &stored.credential)?;
    // The counter may have grown by another answer meanwhile: then this one is a copy's.
    if !store::used(&mut tx, &stored, &credential).await? {
        return Err(Error::PasskeyRefused);
    }
    let (token, digest) = link::token(&cx.chance);
    let begins = Begins::Proven { email: &stored.email, proven_at: cx.now, identity: None };
    super::store::insert_session(&mut tx, &digest, &begins).await?;
    tx.commit().await?;
    Ok(token)
}

/// The passkeys of whoever has proven `email`, oldest first.
pub async fn list(cx: &Cx, email: &str) -> Result<Vec<Passkey>, Error> {
    Ok(store::list(&mut cx.begin().await?, email).await?)
}

/// Takes a passkey away, and ends the guest's other sessions: whoever has it may have begun one. `token` is that of this
/// session. The mailed link remains, so nobody is locked out.
pub async fn remove(cx: &Cx, email: &str, token: &str, id: PasskeyId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let guest = store::delete(&mut tx, email, id).await?.ok_or(Error::NotFound("passkey"))?;
    account::record(&mut tx, "guest.passkey_removed", guest, Some(json!({ "passkey": id }))).await?;
    super::store::end_others(&mut tx, email, &session::digest(token).unwrap_or_default()).await?;
    account::store::delete_if_bare(&mut tx, guest).await?;
    Ok(tx.commit().await?)
}
