//! Mails to people about their account. A job writes them, and what is secret in them is made there and then: the queue
//! holds ids only, the database digests only.

use ::store::{
    Actor, Busy, Db, Tx,
    job::{self, Job, NewJob, enqueue_many},
};
use httpkit::App;
use kernel::{Email, Instant, Locale, OrgId, PersonId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::{
    Error, challenge, invitation,
    link::{self, Purpose},
    organisation::{self, Organisation},
    person, second_factor,
};

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// Prove that mails arrive.
    VerifyEmail,
    /// Choose a new password.
    ResetPassword,
    /// To the address somebody wants: prove that mails arrive.
    ChangeEmail,
    /// To the address before: it was changed.
    EmailChanged,
    /// The password was changed.
    PasswordChanged,
    /// Somebody who manages an organisation's members signed them out of it.
    SignedOut {
        /// The organisation.
        org: OrgId,
    },
    /// To an owner: somebody left who may still know secrets of keys and apps.
    SecretsLeft {
        /// The organisation.
        org: OrgId,
        /// Who left.
        person: PersonId,
    },
    /// A code for the other half of a sign-in.
    SignInCode {
        /// The digest of the sign-in's ticket.
        ticket: Vec<u8>,
    },
}

/// Mails a letter to somebody. Nobody gets one if there is no such person: asking for it then takes as long.
#[derive(Debug, Serialize, Deserialize)]
pub struct MailPerson {
    /// To whom.
    pub person: Option<PersonId>,
    /// What.
    pub letter: Letter,
}

impl Job for MailPerson {
    const KIND: &'static str = "person.mail";
    const MAX_ATTEMPTS: i32 = 6;
}

/// A mail ready to be put into words.
pub struct Draft {
    /// The receiver's address.
    pub to_email: Email,
    /// The receiver's name.
    pub to_name: String,
    /// The receiver's language.
    pub locale: Locale,
    /// What it says.
    pub says: Says,
}

/// What a mail says. Links and codes are secret, so there is no `Debug`.
pub enum Says {
    /// Follow the link to prove that mails arrive.
    VerifyEmail(String),
    /// Follow the link to choose a new password.
    ResetPassword(String),
    /// Follow the link to make this address yours.
    ChangeEmail(String),
    /// The address was changed.
    EmailChanged,
    /// The password was changed.
    PasswordChanged,
    /// They were signed out of the organisation with this name.
    SignedOut(String),
    /// Somebody left their organisation who may still know secrets.
    SecretsLeft {
        /// The organisation's name.
        organisation: String,
        /// The name of who left.
        who: String,
        /// Where the keys and apps are.
        link: String,
    },
    /// A code to sign in with.
    SignInCode(String),
}

/// Has a letter mailed about which nothing else is written.
pub(crate) async fn send(
    db: &Db,
    now: Instant,
    person: Option<PersonId>,
    letter: Letter,
) -> Result<(), sqlx::Error> {
    let mut connection = db.outside().await?;
    write(&mut connection, now, person, letter).await?;
    commit(db, connection).await
}

/// Has a letter mailed once the transaction, which is no organisation's, is committed by [`commit`].
pub(crate) async fn write(
    tx: &mut PgConnection,
    now: Instant,
    person: Option<PersonId>,
    letter: Letter,
) -> Result<(), sqlx::Error> {
    let job = NewJob::global(&MailPerson { person, letter }, now)?;
    enqueue_many(tx, vec![job]).await
}

/// Makes a transaction durable in which a letter was [written](write), and has it mailed now.
pub(crate) async fn commit(db: &Db, tx: Busy) -> Result<(), sqlx::Error> {
    tx.commit().await?;
    db.wake_workers();
    Ok(())
}

/// Has a letter mailed once the organisation's transaction is committed.
pub(crate) async fn enqueue(tx: &mut Tx, person: PersonId, letter: Letter) -> Result<(), sqlx::Error> {
    job::enqueue(tx, &MailPerson { person: Some(person), letter }).await
}

/// Prepares the mail of a job; `None` if there is nobody to mail to, or nothing to say any more.
pub async fn draft(app: &App, job: MailPerson) -> Result<Option<Draft>, Error> {
    let Some(person) = job.person else { return Ok(None) };
    let Some(addresses) = person::store::addresses(&mut *app.db.outside().await?, person).await? else {
        return Ok(None);
    };
    let to = match &job.letter {
        Letter::ChangeEmail => addresses.pending_email,
        Letter::EmailChanged => addresses.former_email,
        _ => Some(addresses.email),
    };
    let Some(to_email) = to.and_then(|email| email.parse::<Email>().ok()) else { return Ok(None) };
    let says = match job.letter {
        Letter::VerifyEmail => {
            Says::VerifyEmail(linked(app, person, Purpose::VerifyEmail, &to_email, "verify").await?)
        }
        Letter::ChangeEmail => {
            Says::ChangeEmail(linked(app, person, Purpose::ChangeEmail, &to_email, "verify").await?)
        }
        Letter::ResetPassword => {
            Says::ResetPassword(linked(app, person, Purpose::ResetPassword, &to_email, "reset").await?)
        }
        Letter::EmailChanged => Says::EmailChanged,
        Letter::PasswordChanged => Says::PasswordChanged,
        Letter::SignedOut { org } => Says::SignedOut(organisation(app, org, person).await?.profile.name),
        Letter::SecretsLeft { org, person: leaver } => {
            let Organisation { slug, profile, .. } = organisation(app, org, person).await?;
            let who = person::get(&app.db, leaver).await?.name;
            let link = app.settings.url(&format!("/admin/{slug}/api-keys"));
            Says::SecretsLeft { organisation: profile.name, who, link }
        }
        Letter::SignInCode { ticket } => match sign_in_code(app, &ticket).await? {
            Some(code) => Says::SignInCode(code),
            None => return Ok(None),
        },
    };
    let locale = addresses.locale.parse().unwrap_or_else(|_| Locale::english());
    Ok(Some(Draft { to_email, to_name: addresses.name, locale, says }))
}

/// The organisation that a letter to `person` is about.
async fn organisation(app: &App, org: OrgId, person: PersonId) -> Result<Organisation, Error> {
    organisation::get(&invitation::http::context(app, org, Actor::Person(person))).await
}

async fn linked(
    app: &App,
    person: PersonId,
    purpose: Purpose,
    email: &Email,
    page: &str,
) -> Result<String, Error> {
    let token = link::issue(&app.db, &app.chance, app.now(), person, purpose, email).await?;
    Ok(app.settings.url(&format!("/admin/{page}?token={token}")))
}

async fn sign_in_code(app: &App, ticket: &[u8]) -> Result<Option<String>, Error> {
    let Some(sealed) = challenge::store::code(&mut *app.db.outside().await?, ticket, app.now()).await? else {
        return Ok(None);
    };
    let code = app.ports.keys.open(&second_factor::purpose(ticket), &sealed)?;
    Ok(String::from_utf8(code).ok())
}
