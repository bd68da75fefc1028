//! SQL for `guest_links` and `guest_sessions`.

use ::store::{Tx, column};
use kernel::{Email, Instant, Locale};
use uuid::Uuid;

use super::{Begins, Identity, Known};
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
    begins: &Begins<'_>,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (email, proven_at, identity, until) = match begins {
        Begins::Proven { email, proven_at, identity } => {
            (Some(*email), *proven_at, *identity, now.plus_days(super::LASTS_DAYS))
        }
        Begins::Unproven(_) => (None, now, None, now.plus_minutes(super::LINK_MINUTES)),
    };
    let waits = match begins {
        Begins::Unproven(identity) => Some(*identity),
        Begins::Proven { .. } => None,
    };
    sqlx::query!("delete from guest_sessions where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into guest_sessions (digest, org_id, email, proven_at, identity_id, issuer, subject, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        digest.as_slice(),
        org,
        email,
        proven_at,
        identity,
        waits.map(|identity| identity.issuer.as_str()),
        waits.map(|identity| identity.subject.as_str()),
        until,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn whose(tx: &mut Tx, digest: &Digest) -> Result<Option<Known>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let row = sqlx::query!(
        r#"select email, proven_at from guest_sessions where org_id = $1 and digest = $2 and expires_at > $3"#,
        org,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(match row.email {
        Some(email) => Known::Guest { email: column("email", &email)?, proven_at: row.proven_at },
        None => Known::Unproven,
    }))
}

/// Ends every session of an address but one.
pub(super) async fn end_others(tx: &mut Tx, email: &str, keep: &Digest) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "delete from guest_sessions where org_id = $1 and lower(email) = lower($2) and digest <> $3",
        org,
        email,
        keep.as_slice(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a session; gives who its holder is at the provider, if they were to prove an address yet.
pub(super) async fn end(tx: &mut Tx, digest: &Digest) -> Result<Option<Identity>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let row = sqlx::query!(
        r#"delete from guest_sessions where org_id = $1 and digest = $2
           returning case when expires_at > $3 then issuer end as issuer, subject"#,
        org,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|row| Some(Identity { issuer: row.issuer?, subject: row.subject? })))
}
