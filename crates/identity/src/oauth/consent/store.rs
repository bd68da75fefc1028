//! SQL for `oauth_consents` and `oauth_codes`.

use ::store::Tx;
use kernel::{AppId, ConsentId, Instant, OrgId, PermissionSet, PersonId};
use sqlx::PgConnection;

use super::{Asked, Consent};
use crate::session::Digest;

/// Notes what somebody allows an app; what they allowed it before counts no more. Gives the consent that now holds.
pub(super) async fn upsert(
    tx: &mut Tx,
    id: ConsentId,
    app: AppId,
    person: PersonId,
    permissions: PermissionSet,
) -> Result<ConsentId, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        r#"insert into oauth_consents (org_id, id, app_id, person_id, permissions, created_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (org_id, app_id, person_id) do update
             set permissions = excluded.permissions, created_at = excluded.created_at
           returning id as "id: ConsentId""#,
        org,
        id.uuid(),
        app.uuid(),
        person.uuid(),
        &permissions.names(),
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn insert_code(
    tx: &mut Tx,
    digest: &Digest,
    consent: ConsentId,
    asked: &Asked,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "insert into oauth_codes (org_id, digest, consent_id, permissions, redirect_uri, challenge, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        org,
        digest.as_slice(),
        consent.uuid(),
        &asked.permissions.names(),
        asked.redirect_uri,
        asked.challenge,
        expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The consents of the person for whom the transaction was begun, latest first.
pub(super) async fn of_person(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<Consent>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "id: ConsentId", a.name as app, o.name as organisation, o.slug, c.permissions,
             c.created_at, c.last_used_at
           from oauth_consents c
           join oauth_apps a on a.org_id = c.org_id and a.id = c.app_id
           join organisations o on o.org_id = c.org_id
           where c.person_id = $1 order by c.created_at desc, c.id desc"#,
        person.uuid(),
    )
    .fetch_all(connection)
    .await?;
    let consents = rows.into_iter().map(|row| Consent {
        id: row.id,
        app: row.app,
        organisation: row.organisation,
        org_slug: row.slug,
        permissions: PermissionSet::from_names(&row.permissions),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(consents.collect())
}

/// In which organisation a consent of the person's holds.
pub(super) async fn organisation_of(
    connection: &mut PgConnection,
    person: PersonId,
    id: ConsentId,
) -> Result<Option<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select org_id as "org_id: OrgId" from oauth_consents where person_id = $1 and id = $2"#,
        person.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn delete(
    connection: &mut PgConnection,
    org: OrgId,
    person: PersonId,
    id: ConsentId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from oauth_consents where org_id = $1 and person_id = $2 and id = $3",
        org.uuid(),
        person.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back all that somebody allowed, in every organisation. The transaction has to be begun for the person.
pub(crate) async fn delete_all(connection: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from oauth_consents where person_id = $1", person.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes back all that a member allowed apps of the organisation; gives how many those were.
pub(crate) async fn delete_here(tx: &mut Tx, person: PersonId) -> Result<u64, sqlx::Error> {
    let org = tx.org().uuid();
    let done =
        sqlx::query!("delete from oauth_consents where org_id = $1 and person_id = $2", org, person.uuid(),)
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected())
}

/// Notes that a consent is used, at most once a minute whoever notes it.
pub(crate) async fn note_use(
    connection: &mut PgConnection,
    org: OrgId,
    id: ConsentId,
    now: Instant,
    unless_after: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update oauth_consents set last_used_at = $3
         where org_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)",
        org.uuid(),
        id.uuid(),
        now,
        unless_after,
    )
    .execute(connection)
    .await?;
    Ok(())
}
