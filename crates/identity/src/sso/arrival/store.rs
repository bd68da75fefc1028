//! SQL for `sso_identities`.

use ::store::{OnConstraint, Tx};
use kernel::{Instant, PersonId};
use uuid::Uuid;

use crate::Error;

/// The identity of a subject, and whose it is.
pub(super) async fn find(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
) -> Result<Option<(Uuid, PersonId)>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select id, person_id as "person_id: PersonId" from sso_identities
           where org_id = $1 and issuer = $2 and subject = $3"#,
        org,
        issuer,
        subject,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.id, row.person_id)))
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    issuer: &str,
    subject: &str,
    person: PersonId,
    now: Instant,
) -> Result<(), Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "insert into sso_identities (id, org_id, issuer, subject, person_id, created_at, last_used_at)
         values ($1, $2, $3, $4, $5, $6, $6)",
        id,
        org,
        issuer,
        subject,
        person.uuid(),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("sso_identities_person", || Error::SsoLinkedAlready)?;
    Ok(())
}

pub(super) async fn used(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("update sso_identities set last_used_at = $3 where org_id = $1 and id = $2", org, id, now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets who the person is at the provider; gives the digests of the sessions that end, `None` if they were nobody.
pub(super) async fn delete(tx: &mut Tx, person: PersonId) -> Result<Option<Vec<Vec<u8>>>, sqlx::Error> {
    let org = tx.org().uuid();
    let ended = sqlx::query_scalar!(
        "delete from sessions where sso_org = $1 and person_id = $2 returning token_hash",
        org,
        person.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let done =
        sqlx::query!("delete from sso_identities where org_id = $1 and person_id = $2", org, person.uuid())
            .execute(&mut **tx)
            .await?;
    Ok((done.rows_affected() > 0).then_some(ended))
}
