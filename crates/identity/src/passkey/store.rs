//! SQL for `passkeys`, a global table.

use ::store::OnConstraint;
use kernel::{Instant, PasskeyId, PersonId};
use serde_json::Value;
use sqlx::PgConnection;

use super::{Passkey, Stored};
use crate::Error;

pub(super) async fn insert(
    connection: &mut PgConnection,
    person: PersonId,
    passkey: &Passkey,
    credential_id: &[u8],
    credential: &Value,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into passkeys (id, person_id, credential_id, credential, name, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        passkey.id.uuid(),
        person.uuid(),
        credential_id,
        credential,
        passkey.name,
        passkey.created_at,
    )
    .execute(connection)
    .await
    .on_constraint("passkeys_credential", || Error::PasskeyKnown)?;
    Ok(())
}

pub(super) async fn list(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<Passkey>, sqlx::Error> {
    sqlx::query_as!(
        Passkey,
        r#"select id as "id: PasskeyId", name, created_at, last_used_at
           from passkeys where person_id = $1 order by created_at, id"#,
        person.uuid(),
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn credential_ids(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select credential_id from passkeys where person_id = $1", person.uuid())
        .fetch_all(connection)
        .await
}

pub(super) async fn by_credential(
    connection: &mut PgConnection,
    id: &[u8],
) -> Result<Option<Stored>, sqlx::Error> {
    sqlx::query_as!(
        Stored,
        r#"select id as "id: PasskeyId", person_id as "person: PersonId", credential
           from passkeys where credential_id = $1"#,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Notes a use with the new counter; `false` if the passkey was used or removed meanwhile.
pub(super) async fn used(
    connection: &mut PgConnection,
    stored: &Stored,
    credential: &Value,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update passkeys set credential = $3, last_used_at = $4 where id = $1 and credential = $2",
        stored.id.uuid(),
        stored.credential,
        credential,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn rename(
    connection: &mut PgConnection,
    person: PersonId,
    id: PasskeyId,
    name: &str,
) -> Result<Option<Passkey>, sqlx::Error> {
    sqlx::query_as!(
        Passkey,
        r#"update passkeys set name = $3 where person_id = $1 and id = $2
           returning id as "id: PasskeyId", name, created_at, last_used_at"#,
        person.uuid(),
        id.uuid(),
        name,
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn delete(
    connection: &mut PgConnection,
    person: PersonId,
    id: PasskeyId,
) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query!("delete from passkeys where person_id = $1 and id = $2", person.uuid(), id.uuid())
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn delete_all(connection: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from passkeys where person_id = $1", person.uuid()).execute(connection).await?;
    Ok(())
}
