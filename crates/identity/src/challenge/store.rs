//! SQL for `challenges`, a global table.

use kernel::{Instant, PersonId};
use sqlx::PgConnection;

use super::{Kind, Question};
use crate::session::Digest;

pub(super) async fn insert(
    connection: &mut PgConnection,
    question: &Question,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into challenges (digest, kind, person_id, state, expires_at) values ($1, $2, $3, $4, $5)",
        question.digest.as_slice(),
        question.kind as Kind,
        question.person.map(PersonId::uuid),
        question.state,
        expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn take(
    connection: &mut PgConnection,
    digest: &Digest,
    kind: Kind,
    now: Instant,
) -> Result<Option<(Option<PersonId>, Option<serde_json::Value>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"delete from challenges where digest = $1 and kind = $2 and expires_at > $3
           returning person_id as "person_id: PersonId", state"#,
        digest.as_slice(),
        kind as Kind,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.person_id, row.state)))
}

/// Counts a try at a question; `None` if it is over or was tried `most` times. Gives who was asked, and the code that
/// was mailed.
pub(crate) async fn attempt(
    connection: &mut PgConnection,
    digest: &Digest,
    most: i32,
    now: Instant,
) -> Result<Option<(PersonId, Option<Vec<u8>>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"update challenges set tries = tries + 1
           where digest = $1 and kind = 'second_factor' and tries < $2 and expires_at > $3
           returning person_id as "person_id!: PersonId", sealed_code"#,
        digest.as_slice(),
        most,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.person_id, row.sealed_code)))
}

/// Gives a question a code that is mailed; `None` if it is over. Gives who was asked.
pub(crate) async fn set_code(
    connection: &mut PgConnection,
    digest: &Digest,
    sealed: &[u8],
    now: Instant,
) -> Result<Option<PersonId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update challenges set sealed_code = $2
           where digest = $1 and kind = 'second_factor' and expires_at > $3
           returning person_id as "person_id!: PersonId""#,
        digest.as_slice(),
        sealed,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// The code that is to be mailed, if the question still stands.
pub(crate) async fn code(
    connection: &mut PgConnection,
    digest: &[u8],
    now: Instant,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select sealed_code from challenges where digest = $1 and expires_at > $2",
        digest,
        now,
    );
    Ok(found.fetch_optional(connection).await?.flatten())
}

/// Ends a question; `false` if somebody else was faster.
pub(crate) async fn delete(connection: &mut PgConnection, digest: &Digest) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from challenges where digest = $1", digest.as_slice())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn prune(connection: &mut PgConnection, now: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from challenges where expires_at <= $1", now).execute(connection).await?;
    Ok(())
}
