//! SQL for `person_links`, a global table.

use kernel::{Instant, PersonId};
use sqlx::PgConnection;

use super::{Followed, NewLink, Purpose};
use crate::session::Digest;

pub(super) async fn insert(connection: &mut PgConnection, new: &NewLink<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into person_links (digest, person_id, purpose, email, expires_at) values ($1, $2, $3, $4, $5)",
        new.digest.as_slice(),
        new.person.uuid(),
        new.purpose as Purpose,
        new.email.as_str(),
        new.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn owner(
    connection: &mut PgConnection,
    digest: &Digest,
    purpose: Purpose,
    now: Instant,
) -> Result<Option<PersonId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select person_id as "person_id: PersonId" from person_links
           where digest = $1 and purpose = $2 and expires_at > $3"#,
        digest.as_slice(),
        purpose as Purpose,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Deletes the link, so that it is used once.
pub(super) async fn take(
    connection: &mut PgConnection,
    digest: &Digest,
    now: Instant,
) -> Result<Option<Followed>, sqlx::Error> {
    sqlx::query_as!(
        Followed,
        r#"delete from person_links where digest = $1 and expires_at > $2
           returning person_id as "person: PersonId", purpose as "purpose: Purpose", email"#,
        digest.as_slice(),
        now,
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn delete(
    connection: &mut PgConnection,
    person: PersonId,
    purpose: Purpose,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from person_links where person_id = $1 and purpose = $2",
        person.uuid(),
        purpose as Purpose,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn delete_all(connection: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from person_links where person_id = $1", person.uuid()).execute(connection).await?;
    Ok(())
}

pub(super) async fn prune(connection: &mut PgConnection, now: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from person_links where expires_at <= $1", now).execute(connection).await?;
    Ok(())
}
