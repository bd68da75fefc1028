//! What happened to somebody's account, for themselves and for whoever has to find out later. People belong to no
//! organisation, so this is apart from the organisations' audit log.

mod store;

use ::store::Db;
use httpkit::Origin;
use kernel::{Chance, Instant, PersonId};
use sqlx::PgConnection;

use crate::session::device;

/// Days that entries are kept.
const KEPT_DAYS: i32 = 365;

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
    store::insert(connection, id, person, now, action, &origin.network(), &device).await
}

/// Forgets old entries.
pub(crate) async fn prune(db: &Db, now: Instant) -> Result<(), sqlx::Error> {
    store::prune(db.pool(), now.plus_days(-KEPT_DAYS)).await
}
