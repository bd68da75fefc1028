//! The other half of a sign-in with a password, for people who have a second factor.

pub mod http;
pub(crate) mod store;

use ::store::Db;
use httpkit::{App, Origin};
use kernel::PersonId;
use serde::Serialize;
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

use crate::{
    Error,
    challenge::{self, Kind, Question},
    letter::{self, Letter},
    link,
    log::{self, Refused},
    person, recovery_code,
    session::{self, Digest},
    throttle::{self, Target},
    totp,
};

/// Wrong codes until a sign-in has to start again.
const TRIES: i32 = 5;

/// A way to give the other half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SecondFactorKind)]
pub enum Way {
    /// A code from the authenticator app.
    Totp,
    /// A passkey: sign in with it instead, which needs no password.
    Passkey,
    /// One of the codes on paper.
    RecoveryCode,
    /// A code by mail, which has to be asked for.
    EmailCode,
}

/// A sign-in that waits for its other half.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondFactor)]
pub struct Asked {
    /// To be sent with the code, within ten minutes.
    pub ticket: String,
    /// What may be sent.
    pub kinds: Vec<Way>,
}

/// What somebody can prove themselves with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Factors {
    /// Whether there is a password.
    pub password: bool,
    /// Whether an authenticator app is set up.
    pub totp: bool,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// Whether mails are known to arrive.
    pub email_verified: bool,
    /// Whether the password was set with a mailed link and nothing but the mailbox was proven since.
    #[serde(skip)]
    pub password_from_mail: bool,
}

impl Factors {
    fn has_second(&self) -> bool {
        self.totp || self.passkeys > 0
    }

    /// Whether a code by mail proves anything: after a password by mail it would only prove the same mailbox again.
    fn takes_mailed_codes(&self) -> bool {
        self.email_verified && !self.password_from_mail
    }

    fn ways(&self) -> Vec<Way> {
        let ways = [
            (self.totp, Way::Totp),
            (self.passkeys > 0, Way::Passkey),
            (self.recovery_codes > 0, Way::RecoveryCode),
            (self.takes_mailed_codes(), Way::EmailCode),
        ];
        ways.into_iter().filter(|(there, _)| *there).map(|(_, way)| way).collect()
    }
}

/// What somebody can prove themselves with.
pub async fn factors(db: &Db, person: PersonId) -> Result<Factors, Error> {
    store::factors(&mut *db.outside().await?, person).await?.ok_or(Error::NotFound("person"))
}

/// Whether somebody has a second factor: an authenticator app or a passkey.
pub(crate) async fn has_one(db: &Db, person: PersonId) -> Result<bool, sqlx::Error> {
    Ok(store::factors(&mut *db.outside().await?, person).await?.is_some_and(|factors| factors.has_second()))
}

/// Asks somebody whose password was right for the other half; `None` if they have no second factor.
pub(crate) async fn ask(app: &App, person: PersonId) -> Result<Option<Asked>, Error> {
    let factors = factors(&app.db, person).await?;
    if !factors.has_second() {
        return Ok(None);
    }
    let (ticket, digest) = link::token(&app.chance);
    let question = Question { digest, kind: Kind::SecondFactor, person: Some(person), state: None };
    challenge::ask(&app.db, question, app.now()).await?;
    Ok(Some(Asked { ticket, kinds: factors.ways() }))
}

/// Mails a code for the sign-in of `ticket`, if its owner's address is known to be theirs.
pub(crate) async fn mail_code(app: &App, ticket: &str, origin: &Origin) -> Result<(), Error> {
    let digest = session::digest(ticket).ok_or(Error::TicketOver)?;
    let code = digits(u32::from_be_bytes(app.chance.bytes()));
    let sealed = app.ports.keys.seal(&purpose(&digest), code.as_bytes())?;
    let person =
        challenge::store::set_code(&mut *app.db.outside().await?, &digest, &sealed, app.now()).await?;
    let person = person.ok_or(Error::TicketOver)?;
    // Never taken back: nobody needs more than a few of these mails.
    let _counted = throttle::guess(app, Target::Mails(person.to_string()), origin).await?;
    if factors(&app.db, person).await?.takes_mailed_codes() {
        letter::send(&app.db, app.now(), Some(person), Letter::SignInCode { ticket: digest.to_vec() })
            .await?;
    }
    Ok(())
}

/// Whose sign-in of `ticket` is completed by `code`: of the app, from paper, or from the mail.
pub(crate) async fn answer(app: &App, ticket: &str, code: &str, origin: &Origin) -> Result<PersonId, Error> {
    let digest = session::digest(ticket).ok_or(Error::TicketOver)?;
    let tried = challenge::store::attempt(&mut *app.db.outside().await?, &digest, TRIES, app.now()).await?;
    let (person, mailed) = tried.ok_or(Error::TicketOver)?;
    let guess = throttle::guess(app, Target::Codes(person), origin).await?;
    let mailed =
        is_mailed(app, &digest, mailed, code)? && factors(&app.db, person).await?.takes_mailed_codes();
    let right = mailed || spend(app, person, code).await?;
    // Whoever deletes the question signs in; the same code sent twice at once signs in once.
    if !right || !challenge::store::delete(&mut *app.db.outside().await?, &digest).await? {
        log::refused(app, Some(person), Refused::Code, origin);
        return Err(Error::WrongCode);
    }
    if !mailed {
        // The password of this sign-in is the owner's, wherever it came from.
        person::store::trust_password(&mut *app.db.outside().await?, person).await?;
    }
    guess.was_right().await;
    Ok(person)
}

/// Whether it is an unused code of the app or from paper; then it is used now.
pub(crate) async fn spend(app: &App, person: PersonId, code: &str) -> Result<bool, Error> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    Ok(totp::spend(app, person, &digits).await? || recovery_code::spend(app, person, code).await?)
}

fn is_mailed(app: &App, digest: &Digest, sealed: Option<Vec<u8>>, code: &str) -> Result<bool, Error> {
    let Some(sealed) = sealed else { return Ok(false) };
    let mailed = app.ports.keys.open(&purpose(digest), &sealed)?;
    Ok(mailed.ct_eq(code.trim().as_bytes()).into())
}

/// What a mailed code is sealed for.
pub(crate) fn purpose(digest: &[u8]) -> String {
    format!("sign-in-code/{}", data_encoding::HEXLOWER.encode(digest))
}

/// Six digits.
fn digits(random: u32) -> String {
    format!("{:06}", random % 1_000_000)
}
