//! SQL for `totp_factors`, a global table.

use kernel::{Instant, PersonId};
use sqlx::PgConnection;

/// `false` if an app is set up already.
pub(super) async fn begin(
    connection: &mut PgConnection,
    person: PersonId,
    sealed: &[u8],
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into totp_factors (person_id, sealed_secret, created_at) values ($1, $2, $3)
         on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
         where totp_factors.confirmed_at is null",
        person.uuid(),
        sealed,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn unconfirmed(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select sealed_secret from totp_factors where person_id = $1 and confirmed_at is null",
        person.uuid(),
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn confirmed(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select sealed_secret from totp_factors where person_id = $1 and confirmed_at is not null",
        person.uuid(),
    )
    .fetch_optional(connection)
    .await
}

/// `false` if it was confirmed meanwhile.
pub(super) async fn confirm(
    connection: &mut PgConnection,
    person: PersonId,
    step: i64,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update totp_factors set confirmed_at = $3, last_step = $2 where person_id = $1 and confirmed_at is null",
        person.uuid(),
        step,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false` if the code of this step, or of a later one, was used before.
pub(super) async fn spend(
    connection: &mut PgConnection,
    person: PersonId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update totp_factors set last_step = $2
         where person_id = $1 and confirmed_at is not null and last_step < $2",
        person.uuid(),
        step,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn delete(connection: &mut PgConnection, person: PersonId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from totp_factors where person_id = $1", person.uuid())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
