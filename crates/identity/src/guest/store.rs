//! SQL for `guest_links` and `guest_sessions`.

use ::store::{Tx, column};
use kernel::{Email, Instant, Locale};
use uuid::Uuid;

use crate::session::Digest;

pub(super) async fn insert_link(
    tx: &mut Tx,
    id: Uuid,
    email: &Email,
    locale: &Locale,
    until: Instant,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("delete from guest_links where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into guest_links (id, org_id, email, locale, expires_at) values ($1, $2, $3, $4, $5)",
        id,
        org,
        email.as_str(),
        locale.as_str(),
        until,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn find_link(tx: &mut Tx, id: Uuid) -> Result<Option<(Email, Locale)>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let row = sqlx::query!(
        "select email, locale from guest_links where org_id = $1 and id = $2 and expires_at > $3",
        org,
        id,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok((column("email", &row.email)?, column("locale", &row.locale)?))).transpose()
}

pub(super) async fn set_token(tx: &mut Tx, id: Uuid, digest: &Digest) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update guest_links set digest = $3 where org_id = $1 and id = $2",
        org,
        id,
        digest.as_slice()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn is_open(tx: &mut Tx, digest: &Digest) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        r#"select exists (select from guest_links where org_id = $1 and digest = $2 and expires_at > $3) as "open!""#,
        org,
        digest.as_slice(),
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Deletes the link, so that it is used once; gives the address it was mailed to.
pub(super) async fn take_link(tx: &mut Tx, digest: &Digest) -> Result<Option<String>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        "delete from guest_links where org_id = $1 and digest = $2 and expires_at > $3 returning email",
        org,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(super) async fn insert_session(
    tx: &mut Tx,
    digest: &Digest,
    email: &str,
    until: Instant,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("delete from guest_sessions where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into guest_sessions (digest, org_id, email, expires_at) values ($1, $2, $3, $4)",
        digest.as_slice(),
        org,
        email,
        until,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn whose(tx: &mut Tx, digest: &Digest) -> Result<Option<Email>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let email = sqlx::query_scalar!(
        "select email from guest_sessions where org_id = $1 and digest = $2 and expires_at > $3",
        org,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    email.map(|email| column("email", &email)).transpose()
}

pub(super) async fn delete_session(tx: &mut Tx, digest: &Digest) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from guest_sessions where org_id = $1 and digest = $2", org, digest.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
