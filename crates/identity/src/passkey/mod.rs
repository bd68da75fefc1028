//! Passkeys (Web Authentication, Level 3): discoverable, with user verification, so that one is both factors at once.
//! The ceremonies are webauthn-rs's; here is where their state lives and what they may be bound to (docs/adr/0010).

pub(crate) mod ceremony;
pub mod http;
pub(crate) mod store;

use httpkit::{App, Origin};
use kernel::{Instant, PasskeyId, PersonId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

use self::ceremony::{Owner, Shown};
use crate::{
    Error,
    challenge::Kind,
    directory::Memory,
    log::{self, Refused},
    person, recovery_code, second_factor, session,
};

/// A passkey as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Passkey {
    /// The passkey.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it last signed in; null if it never did.
    pub last_used_at: Option<Instant>,
}

/// A passkey with what is needed to verify it.
#[derive(Debug)]
pub(crate) struct Stored {
    pub id: PasskeyId,
    pub person: PersonId,
    pub credential: Value,
}

/// Starts adding a passkey: what `navigator.credentials.create` takes as `publicKey`.
pub async fn begin_registration(app: &App, person: PersonId) -> Result<Value, Error> {
    let who = person::get(&app.db, person).await?;
    let known = store::credential_ids(&mut *app.db.outside().await?, person).await?;
    let owner = Owner { handle: person.uuid(), account: &who.email, name: &who.name, known };
    let (options, state) = ceremony::registration(app, owner)?;
    ceremony::ask(app, &options, Kind::PasskeyRegistration, Some(person), &state).await?;
    Ok(options)
}

/// Finishes adding a passkey with the browser's answer.
pub async fn finish_registration(
    app: &App,
    person: PersonId,
    name: &str,
    answer: Value,
    origin: &Origin,
) -> Result<Passkey, Error> {
    let kind = Kind::PasskeyRegistration;
    let (asked, state) = ceremony::answered::<PasskeyRegistration>(app, &answer, kind).await?;
    if asked != Some(person) {
        return Err(Error::PasskeyRefused);
    }
    let made = ceremony::registered(app, answer, &state)?;
    let now = app.now();
    let passkey = Passkey {
        id: PasskeyId::new(now, &app.chance),
        name: name.trim().to_owned(),
        created_at: now,
        last_used_at: None,
    };
    let mut tx = app.db.begin_outside().await?;
    store::insert(&mut tx, person, &passkey, &made.id, &made.credential).await?;
    log::record(&mut tx, &app.chance, now, person, "passkey.added", origin).await?;
    tx.commit().await?;
    Memory::forget_factors(&app.db, person);
    Ok(passkey)
}

/// Starts a sign-in with whatever passkey the device finds: what `navigator.credentials.get` takes as `publicKey`.
pub async fn begin_authentication(app: &App) -> Result<Value, Error> {
    let (options, state) = ceremony::authentication(app)?;
    ceremony::ask(app, &options, Kind::PasskeySignIn, None, &state).await?;
    Ok(options)
}

/// Whose passkey gave this answer, if it proves anything: right key, site, question and user verification, and a
/// signature counter that has grown.
pub async fn authenticate(app: &App, answer: Value, origin: &Origin) -> Result<PersonId, Error> {
    let mut whose = None;
    let judged = judge(app, answer, &mut whose).await;
    if let Err(Error::PasskeyRefused) = &judged {
        log::refused(app, whose, Refused::Passkey, origin);
    }
    judged
}

/// `whose` becomes the owner of the passkey as soon as it is known, whatever the answer proves.
async fn judge(app: &App, answer: Value, whose: &mut Option<PersonId>) -> Result<PersonId, Error> {
    let (_, state) =
        ceremony::answered::<DiscoverableAuthentication>(app, &answer, Kind::PasskeySignIn).await?;
    let shown = Shown::read(app, answer)?;
    let stored = store::by_credential(&mut *app.db.outside().await?, &shown.id).await?;
    let stored = stored.filter(|stored| stored.person.uuid() == shown.owner).ok_or(Error::PasskeyRefused)?;
    *whose = Some(stored.person);
    let credential = shown.judge(app, state, &stored.credential)?;
    // The counter may have grown by another answer meanwhile: then this one is a copy's.
    if !store::used(&mut *app.db.outside().await?, &stored, &credential, app.now()).await? {
        return Err(Error::PasskeyRefused);
    }
    Ok(stored.person)
}

/// Somebody's passkeys, oldest first.
pub async fn list(app: &App, person: PersonId) -> Result<Vec<Passkey>, Error> {
    Ok(store::list(&mut *app.db.outside().await?, person).await?)
}

/// Calls a passkey something else.
pub async fn rename(app: &App, person: PersonId, id: PasskeyId, name: &str) -> Result<Passkey, Error> {
    store::rename(&mut *app.db.outside().await?, person, id, name.trim())
        .await?
        .ok_or(Error::NotFound("passkey"))
}

/// Takes a passkey away, unless nobody could sign in any more, and ends the person's other sessions: whoever has it may
/// have begun one. `token` is that of this session.
pub async fn remove(
    app: &App,
    person: PersonId,
    token: &str,
    id: PasskeyId,
    origin: &Origin,
) -> Result<(), Error> {
    let mut tx = app.db.begin_outside().await?;
    person::store::lock(&mut tx, person).await?;
    if !store::delete(&mut tx, person, id).await? {
        return Err(Error::NotFound("passkey"));
    }
    let left = second_factor::store::factors(&mut *tx, person).await?;
    if !left.is_some_and(|left| left.password || left.passkeys > 0) {
        return Err(Error::LastWayIn);
    }
    recovery_code::drop_if_useless(&mut tx, person).await?;
    let keep = session::digest(token).unwrap_or_default();
    let ended = session::store::revoke_others(&mut tx, person, &keep).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "passkey.removed", origin).await?;
    tx.commit().await?;
    session::forget(&app.db, &ended);
    Memory::forget_factors(&app.db, person);
    Ok(())
}
