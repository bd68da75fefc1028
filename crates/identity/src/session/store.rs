//! SQL for `sessions`, a global table.

use kernel::{Instant, PersonId, SessionId};
use sqlx::PgPool;

use super::Digest;

pub(super) struct NewSession {
    pub id: SessionId,
    pub digest: Digest,
    pub person: PersonId,
    pub user_agent: String,
    pub expires_at: Instant,
}

pub(super) struct Found {
    pub person_id: PersonId,
    pub expires_at: Instant,
    pub last_seen_at: Instant,
}

pub(super) async fn insert(pool: &PgPool, new: &NewSession, now: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sessions (id, token_hash, person_id, user_agent, created_at, last_seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $5, $6)",
        new.id.uuid(),
        new.digest.as_slice(),
        new.person.uuid(),
        new.user_agent,
        now,
        new.expires_at,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn find(pool: &PgPool, digest: &Digest) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select person_id as "person_id: PersonId", expires_at, last_seen_at from sessions where token_hash = $1"#,
        digest.as_slice(),
    )
    .fetch_optional(pool)
    .await
}

pub(super) async fn seen(pool: &PgPool, digest: &Digest, now: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set last_seen_at = $2 where token_hash = $1", digest.as_slice(), now)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn delete(pool: &PgPool, digest: &Digest) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where token_hash = $1", digest.as_slice()).execute(pool).await?;
    Ok(())
}

pub(super) async fn prune(pool: &PgPool, now: Instant) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from sessions where expires_at <= $1", now).execute(pool).await?;
    Ok(done.rows_affected())
}
