//! Password and e-mail address: proven, forgotten and changed.

pub mod http;

use ::store::Db;
use httpkit::{App, Origin};
use kernel::{Email, PersonId};
use sqlx::PgConnection;

use crate::{
    Error, api_key,
    directory::Memory,
    letter::{self, Letter},
    link::{self, Purpose},
    log, oauth, passkey, password, person, recovery_code, session, totp,
};

/// Mails a link to choose a new password. Known and unknown addresses take the same time: a job is written for both.
pub async fn forgot(app: &App, email: &Email) -> Result<(), Error> {
    let known = person::store::credentials(&mut *app.db.outside().await?, email).await?;
    let person = known.map(|(person, _)| person);
    Ok(letter::send(&app.db, app.now(), person, Letter::ResetPassword).await?)
}

/// Sets a new password with the token of a mailed link, and ends every session. If nobody had proven the address before,
/// whoever made the account need not be who reads its mails: what they added to get in with goes, too.
pub async fn reset(app: &App, token: &str, new: String, origin: &Origin) -> Result<(), Error> {
    let now = app.now();
    let person = link::owner(&app.db, token, Purpose::ResetPassword, now).await?.ok_or(Error::LinkOver)?;
    refuse_common(&app.db, person, &new).await?;
    let hash = password::hash(app, new).await?;
    // The link is used up with what it is good for: of many at once exactly one gets here.
    let mut tx = app.db.begin_for_person(person).await?;
    let followed = link::follow(&mut tx, token, &[Purpose::ResetPassword], now).await?;
    let followed = followed.filter(|followed| followed.person == person).ok_or(Error::LinkOver)?;
    person::store::set_password(&mut tx, person, &hash, true).await?;
    let first = person::store::verify_email(&mut tx, person, &followed.email, now).await?;
    let keys = if first { reclaim(app, &mut tx, person, origin).await? } else { Vec::new() };
    link::void(&mut tx, person).await?;
    let ended = session::store::revoke_others(&mut tx, person, &[0; 32]).await?;
    log::record(&mut tx, &app.chance, now, person, "password.reset", origin).await?;
    letter::write(&mut tx, now, Some(person), Letter::PasswordChanged).await?;
    letter::commit(&app.db, tx).await?;
    session::forget(&app.db, &ended);
    if first {
        Memory::forget_factors(&app.db, person);
        Memory::forget_tokens(&app.db);
    }
    for key in &keys {
        Memory::forget_key(&app.db, key);
    }
    Ok(())
}

/// Takes away every other way into the account: factors, keys, what apps were allowed. Gives the digests of the keys. The
/// transaction has to be begun for the person.
async fn reclaim(
    app: &App,
    tx: &mut PgConnection,
    person: PersonId,
    origin: &Origin,
) -> Result<Vec<Vec<u8>>, Error> {
    passkey::store::delete_all(tx, person).await?;
    totp::store::delete(tx, person).await?;
    recovery_code::drop_if_useless(tx, person).await?;
    let keys = api_key::store::revoke_all_own(tx, person, app.now()).await?;
    oauth::consent::store::delete_all(tx, person).await?;
    log::record(tx, &app.chance, app.now(), person, "account.reclaimed", origin).await?;
    Ok(keys)
}

/// Sets a new password for somebody who is signed in, and ends their other sessions; `token` is that of this one.
pub async fn change_password(
    app: &App,
    person: PersonId,
    token: &str,
    new: String,
    origin: &Origin,
) -> Result<(), Error> {
    refuse_common(&app.db, person, &new).await?;
    let (hash, now) = (password::hash(app, new).await?, app.now());
    let mut tx = app.db.begin_outside().await?;
    person::store::set_password(&mut tx, person, &hash, false).await?;
    link::void(&mut tx, person).await?;
    let keep = session::digest(token).unwrap_or_default();
    let ended = session::store::revoke_others(&mut tx, person, &keep).await?;
    log::record(&mut tx, &app.chance, now, person, "password.changed", origin).await?;
    letter::write(&mut tx, now, Some(person), Letter::PasswordChanged).await?;
    letter::commit(&app.db, tx).await?;
    session::forget(&app.db, &ended);
    Ok(())
}

/// Refuses unless it is the person's password.
pub(crate) async fn confirm_password(db: &Db, person: PersonId, password: String) -> Result<(), Error> {
    let hash = person::store::password_hash(&mut *db.outside().await?, person).await?;
    if password::verify(password, hash).await? { Ok(()) } else { Err(Error::WrongPassword) }
}

/// Mails a link to the address somebody wants instead; it becomes theirs when they follow it.
pub async fn request_email(app: &App, person: PersonId, new: &Email, origin: &Origin) -> Result<(), Error> {
    let now = app.now();
    let mut tx = app.db.begin_outside().await?;
    person::store::set_pending_email(&mut tx, person, new).await?;
    log::record(&mut tx, &app.chance, now, person, "email.change_requested", origin).await?;
    letter::write(&mut tx, now, Some(person), Letter::ChangeEmail).await?;
    Ok(letter::commit(&app.db, tx).await?)
}

/// Notes with the token of a mailed link that mails arrive; if it is another address, it is theirs from now on, and the
/// one before is told.
pub async fn verify_email(app: &App, token: &str, origin: &Origin) -> Result<(), Error> {
    let now = app.now();
    let mut tx = app.db.begin_outside().await?;
    let good_for = [Purpose::VerifyEmail, Purpose::ChangeEmail];
    let followed = link::follow(&mut tx, token, &good_for, now).await?.ok_or(Error::LinkOver)?;
    let changes = followed.purpose == Purpose::ChangeEmail;
    if changes {
        if !person::store::change_email(&mut tx, followed.person, &followed.email, now).await? {
            return Err(Error::LinkOver);
        }
        link::void(&mut tx, followed.person).await?;
        letter::write(&mut tx, now, Some(followed.person), Letter::EmailChanged).await?;
    } else {
        person::store::verify_email(&mut tx, followed.person, &followed.email, now).await?;
    }
    let action = if changes { "email.changed" } else { "email.verified" };
    log::record(&mut tx, &app.chance, now, followed.person, action, origin).await?;
    Ok(letter::commit(&app.db, tx).await?)
}

/// Refuses passwords that are guessed first for this person: theirs and their organisations' names, too.
async fn refuse_common(db: &Db, person: PersonId, password: &str) -> Result<(), Error> {
    let found = person::with_organisations(db, person).await?;
    let (who, organisations) = found.ok_or(Error::NotFound("person"))?;
    let names = organisations.iter().flat_map(|one| [one.name.as_str(), one.slug.as_str()]);
    password::refuse_common(password, [who.email.as_str(), who.name.as_str()].into_iter().chain(names))
}
