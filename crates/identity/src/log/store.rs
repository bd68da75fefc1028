//! SQL for `person_log`, a global table.

use kernel::{Instant, PersonId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

pub(super) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    person: PersonId,
    at: Instant,
    action: &str,
    network: &str,
    device: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into person_log (id, person_id, at, action, network, device) values ($1, $2, $3, $4, $5, $6)",
        id,
        person.uuid(),
        at,
        action,
        network,
        device,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn prune(pool: &PgPool, before: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from person_log where at < $1", before).execute(pool).await?;
    Ok(())
}
