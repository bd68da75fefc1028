//! SQL for `sso_domains` and `sso_verified_domains`, which is global.

use ::store::{OnConstraint, Tx};
use kernel::OrgId;
use sqlx::PgConnection;

use super::Claimed;
use crate::Error;

pub(super) async fn list(tx: &mut Tx, domain: Option<&str>) -> Result<Vec<Claimed>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Claimed,
        "select domain, token, verified_at from sso_domains
         where org_id = $1 and ($2::text is null or domain = $2) order by domain",
        org,
        domain,
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn count(tx: &mut Tx) -> Result<i64, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(r#"select count(*) as "count!" from sso_domains where org_id = $1"#, org)
        .fetch_one(&mut **tx)
        .await
}

pub(super) async fn insert(tx: &mut Tx, domain: &str, token: &str) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into sso_domains (org_id, domain, token, created_at) values ($1, $2, $3, $4)",
        org,
        domain,
        token,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("sso_domains_pkey", || Error::DomainKnown)?;
    Ok(())
}

pub(super) async fn set_verified(tx: &mut Tx, domain: &str) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update sso_domains set verified_at = coalesce(verified_at, $3) where org_id = $1 and domain = $2",
        org,
        domain,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes the domain the organisation's; `false` if it is another's.
pub(super) async fn own(tx: &mut Tx, domain: &str) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!(
        "insert into sso_verified_domains (domain, org_id) values ($1, $2)
         on conflict (domain) do update set org_id = $2 where sso_verified_domains.org_id = $2",
        domain,
        org,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete(tx: &mut Tx, domain: &str) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from sso_verified_domains where org_id = $1 and domain = $2", org, domain)
        .execute(&mut **tx)
        .await?;
    let done = sqlx::query!("delete from sso_domains where org_id = $1 and domain = $2", org, domain)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whose a proven domain is.
pub(crate) async fn owner(connection: &mut PgConnection, domain: &str) -> Result<Option<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select org_id as "org_id: OrgId" from sso_verified_domains where domain = $1"#,
        domain,
    )
    .fetch_optional(connection)
    .await
}

/// Whether the organisation has proven the domain to be its own.
pub(crate) async fn is_owned(
    connection: &mut PgConnection,
    org: OrgId,
    domain: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from sso_verified_domains where domain = $1 and org_id = $2) as "owned!""#,
        domain,
        org.uuid(),
    )
    .fetch_one(connection)
    .await
}
