//! SQL for `person_log`, a global table.

use kernel::{Instant, PersonId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Told;

pub(super) struct Entry<'a> {
    pub id: Uuid,
    pub person: PersonId,
    pub at: Instant,
    pub action: &'static str,
    pub network: &'a str,
    pub device: &'a str,
}

pub(super) async fn insert(connection: &mut PgConnection, entry: &Entry<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into person_log (id, person_id, at, action, network, device) values ($1, $2, $3, $4, $5, $6)",
        entry.id,
        entry.person.uuid(),
        entry.at,
        entry.action,
        entry.network,
        entry.device,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds to an entry about the same after `since`; without one it is a new one.
pub(super) async fn merge(
    connection: &mut PgConnection,
    entry: &Entry<'_>,
    since: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with merged as (
           update person_log set times = times + 1 where id = (
             select id from person_log
             where person_id = $2 and action = $4 and network = $5 and device = $6 and at > $7
             order by at desc, id desc limit 1)
           returning id)
         insert into person_log (id, person_id, at, action, network, device)
         select $1, $2, $3, $4, $5, $6 where not exists (select from merged)",
        entry.id,
        entry.person.uuid(),
        entry.at,
        entry.action,
        entry.network,
        entry.device,
        since,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last hundred entries about somebody, latest first.
pub(super) async fn latest(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<Told>, sqlx::Error> {
    sqlx::query_as!(
        Told,
        "select at, action, network, device, times from person_log
         where person_id = $1 order by at desc, id desc limit 100",
        person.uuid(),
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn prune(connection: &mut PgConnection, before: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from person_log where at < $1", before).execute(connection).await?;
    Ok(())
}
