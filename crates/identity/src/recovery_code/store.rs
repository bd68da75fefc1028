//! SQL for `recovery_codes`, a global table.

use kernel::PersonId;
use sqlx::PgConnection;

pub(super) async fn replace(
    connection: &mut PgConnection,
    person: PersonId,
    digests: &[Vec<u8>],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from recovery_codes where person_id = $1", person.uuid())
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "insert into recovery_codes (person_id, digest) select $1, digest from unnest($2::bytea[]) as digest",
        person.uuid(),
        digests,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes the code, so that it is used once; `false` if there is none.
pub(super) async fn spend(
    connection: &mut PgConnection,
    person: PersonId,
    digest: &[u8],
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from recovery_codes where person_id = $1 and digest = $2",
        person.uuid(),
        digest,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete_without_factor(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from recovery_codes where person_id = $1
           and not exists (select from totp_factors where person_id = $1 and confirmed_at is not null)
           and not exists (select from passkeys where person_id = $1)",
        person.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
