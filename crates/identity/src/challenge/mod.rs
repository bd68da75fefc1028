//! Questions that wait a few minutes for one answer. Each is found by the digest of a secret that the asked one holds.

pub(crate) mod store;

use ::store::Db;
use kernel::{Instant, PersonId};
use serde_json::Value;

use crate::session::Digest;

/// How long an answer may take.
pub(crate) const LASTS_MINUTES: i32 = 10;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(crate) enum Kind {
    PasskeyRegistration,
    PasskeySignIn,
    SecondFactor,
    GuestPasskeyRegistration,
    GuestPasskeySignIn,
}

/// A question to be kept.
#[derive(Debug)]
pub(crate) struct Question {
    pub digest: Digest,
    pub kind: Kind,
    /// Who is asked, where it is known.
    pub person: Option<PersonId>,
    /// What is needed to judge the answer.
    pub state: Option<Value>,
}

/// Keeps a question for ten minutes.
pub(crate) async fn ask(db: &Db, question: Question, now: Instant) -> Result<(), sqlx::Error> {
    store::insert(&mut *db.outside().await?, &question, now.plus_minutes(LASTS_MINUTES)).await
}

/// Takes a question away, so that it is answered once; `None` if it is over. Gives who was asked, and the state.
pub(crate) async fn take(
    db: &Db,
    digest: &Digest,
    kind: Kind,
    now: Instant,
) -> Result<Option<(Option<PersonId>, Option<Value>)>, sqlx::Error> {
    store::take(&mut *db.outside().await?, digest, kind, now).await
}

/// Forgets questions that are over.
pub(crate) async fn prune(db: &Db, now: Instant) -> Result<(), sqlx::Error> {
    store::prune(&mut *db.outside().await?, now).await
}
