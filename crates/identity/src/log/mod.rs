//! What happened to somebody's account, for themselves and for whoever has to find out later. People belong to no
//! organisation, so this is apart from the organisations' audit log.

pub mod http;
mod store;

use ::store::Db;
use httpkit::{App, Origin};
use kernel::{Chance, Instant, PersonId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::session::device;

/// Days that entries are kept.
const KEPT_DAYS: i32 = 365;

/// Seconds within which the same refusal again is no entry of its own.
const MERGED_SECONDS: i64 = 60;

/// Something that happened to an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AccountLogEntry)]
pub struct Told {
    /// When, for what was tried several times: first.
    pub at: Instant,
    /// What, such as `session.started`, or `password.refused` for a wrong one.
    pub action: String,
    /// The network it came from, such as `203.0.113.0/24`; may be empty.
    pub network: String,
    /// The browser and the system: `Firefox on Linux`.
    pub device: String,
    /// How often within the minute.
    pub times: i32,
}

/// What was tried in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A password.
    Password,
    /// A code as the other half of a sign-in.
    Code,
    /// A passkey.
    Passkey,
    /// A proof by somebody who is signed in.
    Proof,
}

impl Refused {
    fn action(self) -> &'static str {
        match self {
            Self::Password => "password.refused",
            Self::Code => "code.refused",
            Self::Passkey => "passkey.refused",
            Self::Proof => "proof.refused",
        }
    }
}

/// Writes that `action` happened to `person`, asked for from `origin`.
pub(crate) async fn record(
    connection: &mut PgConnection,
    chance: &Chance,
    now: Instant,
    person: PersonId,
    action: &'static str,
    origin: &Origin,
) -> Result<(), sqlx::Error> {
    let (id, device) = (chance.uuid(now), device::name(&origin.agent));
    let entry = store::Entry { id, person, at: now, action, network: &origin.network(), device: &device };
    store::insert(connection, &entry).await
}

/// Counts that something was tried in vain, and writes it down if it was at somebody's account. It is written beside the
/// answer, which takes the same time for accounts that are there and those that are not.
pub(crate) fn refused(app: &App, person: Option<PersonId>, what: Refused, origin: &Origin) {
    metrics::counter!("sign_ins_refused_total", "why" => what.action()).increment(1);
    let Some(person) = person else { return };
    let (app, origin) = (app.clone(), origin.clone());
    tokio::spawn(async move {
        let (now, id) = (app.now(), app.chance.uuid(app.now()));
        let entry = store::Entry {
            id,
            person,
            at: now,
            action: what.action(),
            network: &origin.network(),
            device: &device::name(&origin.agent),
        };
        let note = async || {
            let mut connection = app.db.outside().await?;
            store::merge(&mut connection, &entry, now.plus_seconds(-MERGED_SECONDS)).await
        };
        if let Err(error) = note().await {
            tracing::warn!(%error, "a refused sign-in could not be noted");
        }
    });
}

/// What happened to somebody's account lately, latest first.
pub async fn latest(db: &Db, person: PersonId) -> Result<Vec<Told>, sqlx::Error> {
    store::latest(&mut *db.outside().await?, person).await
}

/// Forgets old entries.
pub(crate) async fn prune(db: &Db, now: Instant) -> Result<(), sqlx::Error> {
    store::prune(&mut *db.outside().await?, now.plus_days(-KEPT_DAYS)).await
}
