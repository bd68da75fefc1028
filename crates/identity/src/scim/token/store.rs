//! SQL for `scim_tokens`.

use ::store::Tx;
use kernel::Instant;

use super::Kept;
use crate::session::Digest;

pub(super) async fn find(tx: &mut Tx) -> Result<Option<Kept>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Kept,
        r#"select created_at, last_used_at as "last_used_at?: Instant" from scim_tokens where org_id = $1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(super) async fn replace(tx: &mut Tx, digest: &Digest) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into scim_tokens (org_id, digest, created_at) values ($1, $2, $3)
         on conflict (org_id) do update set digest = $2, created_at = $3, last_used_at = null",
        org,
        digest.as_slice(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!("delete from scim_tokens where org_id = $1", org).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// When the token with this digest was last used; `None` if it is not the organisation's.
pub(super) async fn last_used(tx: &mut Tx, digest: &Digest) -> Result<Option<Option<Instant>>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select last_used_at as "last_used_at?: Instant" from scim_tokens where org_id = $1 and digest = $2"#,
        org,
        digest.as_slice(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| row.last_used_at))
}

pub(super) async fn used(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("update scim_tokens set last_used_at = $2 where org_id = $1", org, now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
