//! SQL for `sso_flows` and `sso_tests`.

use ::store::Tx;
use kernel::PersonId;
use serde_json::Value;

use super::{Flow, Purpose, Side};
use crate::session::Digest;

pub(super) async fn insert(
    tx: &mut Tx,
    digest: &Digest,
    browser: &Digest,
    flow: &Flow,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("delete from sso_flows where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into sso_flows (digest, org_id, browser, purpose, person_id, next, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        digest.as_slice(),
        org,
        browser.as_slice(),
        flow.purpose as Purpose,
        flow.person.map(PersonId::uuid),
        flow.next,
        now.plus_minutes(super::LASTS_MINUTES),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a flow away, so that its state is answered once; `None` if there is none for this browser.
pub(super) async fn take(
    tx: &mut Tx,
    digest: &Digest,
    browser: &Digest,
    side: Side,
) -> Result<Option<Flow>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_as!(
        Flow,
        r#"delete from sso_flows where org_id = $1 and digest = $2 and browser = $3 and expires_at > $4 and (purpose = 'guest') = $5
           returning purpose as "purpose: Purpose", person_id as "person?: PersonId", next"#,
        org,
        digest.as_slice(),
        browser.as_slice(),
        now,
        side == Side::Guests,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn keep_outcome(tx: &mut Tx, digest: &Digest, outcome: &Value) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("delete from sso_tests where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into sso_tests (digest, org_id, outcome, expires_at) values ($1, $2, $3, $4)",
        digest.as_slice(),
        org,
        outcome,
        now.plus_minutes(super::LASTS_MINUTES),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn outcome(tx: &mut Tx, digest: &Digest) -> Result<Option<Value>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        "select outcome from sso_tests where org_id = $1 and digest = $2 and expires_at > $3",
        org,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}
