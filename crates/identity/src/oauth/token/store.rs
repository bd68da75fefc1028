//! SQL for `oauth_codes`, `token_families` and `refresh_tokens`, in transactions begun for the app's organisation.

use kernel::{AppId, ConsentId, FamilyId, Instant, OrgId, PermissionSet, PersonId};
use sqlx::PgConnection;

use super::{FAMILY_DAYS, Family};
use crate::{access_token::Claims, oauth::app::Client, session::Digest};

/// A code that was just used.
pub(super) struct UsedCode {
    pub consent: ConsentId,
    pub person: PersonId,
    pub permissions: PermissionSet,
    pub redirect_uri: String,
    pub challenge: String,
}

/// What holds of a token's family now.
pub(super) struct Live {
    pub consent: ConsentId,
    pub permissions: PermissionSet,
    pub last_used_at: Option<Instant>,
}

/// Uses a code of the app up; nothing if it was used, is over, or is another app's.
pub(super) async fn use_code(
    connection: &mut PgConnection,
    client: &Client,
    digest: &Digest,
    family: FamilyId,
    now: Instant,
) -> Result<Option<UsedCode>, sqlx::Error> {
    let row = sqlx::query!(
        r#"update oauth_codes k set used_at = $4, family_id = $5
           from oauth_consents c
           where k.org_id = $1 and k.digest = $2 and k.used_at is null and k.expires_at > $4
             and c.org_id = k.org_id and c.id = k.consent_id and c.app_id = $3
           returning c.id as "consent: ConsentId", c.person_id as "person: PersonId", k.permissions, k.redirect_uri,
             k.challenge"#,
        client.org.uuid(),
        digest.as_slice(),
        client.id.uuid(),
        now,
        family.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| UsedCode {
        consent: row.consent,
        person: row.person,
        permissions: PermissionSet::from_names(&row.permissions),
        redirect_uri: row.redirect_uri,
        challenge: row.challenge,
    }))
}

/// Ends what a used code of the app became; `false` if there is nothing to end.
pub(super) async fn end_family_of_code(
    connection: &mut PgConnection,
    client: &Client,
    digest: &Digest,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from token_families f using oauth_codes k, oauth_consents c
         where f.org_id = $1 and k.org_id = $1 and k.digest = $2 and k.family_id = f.id
           and c.org_id = $1 and c.id = f.consent_id and c.app_id = $3",
        client.org.uuid(),
        digest.as_slice(),
        client.id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn insert_family(
    connection: &mut PgConnection,
    org: OrgId,
    family: &Family,
    consent: ConsentId,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into token_families (org_id, id, consent_id, permissions, created_at) values ($1, $2, $3, $4, $5)",
        org.uuid(),
        family.id.uuid(),
        consent.uuid(),
        &family.permissions.names(),
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn insert_refresh(
    connection: &mut PgConnection,
    org: OrgId,
    digest: &Digest,
    family: FamilyId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into refresh_tokens (org_id, digest, family_id, issued_at, expires_at) values ($1, $2, $3, $4, $5)",
        org.uuid(),
        digest.as_slice(),
        family.uuid(),
        now,
        expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Uses a refresh token of the app up; nothing if it was used, is over, or is another app's.
pub(super) async fn use_refresh(
    connection: &mut PgConnection,
    client: &Client,
    digest: &Digest,
    now: Instant,
) -> Result<Option<Family>, sqlx::Error> {
    let row = sqlx::query!(
        r#"update refresh_tokens r set used_at = $4
           from token_families f join oauth_consents c on c.org_id = f.org_id and c.id = f.consent_id
           where r.org_id = $1 and r.digest = $2 and r.used_at is null and r.expires_at > $4
             and f.org_id = r.org_id and f.id = r.family_id and f.created_at > $5 and c.app_id = $3
           returning f.id as "id: FamilyId", c.person_id as "person: PersonId", f.permissions,
             c.permissions as allowed"#,
        client.org.uuid(),
        digest.as_slice(),
        client.id.uuid(),
        now,
        now.plus_days(-FAMILY_DAYS),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Family {
        id: row.id,
        person: row.person,
        permissions: PermissionSet::from_names(&row.permissions)
            .intersection(PermissionSet::from_names(&row.allowed)),
    }))
}

/// Ends the family of a refresh token that was used at `before` or earlier; `false` if there is none.
pub(super) async fn end_family_of_used(
    connection: &mut PgConnection,
    client: &Client,
    digest: &Digest,
    before: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from token_families f using refresh_tokens r, oauth_consents c
         where f.org_id = $1 and r.org_id = $1 and r.digest = $2 and r.family_id = f.id and r.used_at <= $4
           and c.org_id = $1 and c.id = f.consent_id and c.app_id = $3",
        client.org.uuid(),
        digest.as_slice(),
        client.id.uuid(),
        before,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends the family of a refresh token of the app.
pub(super) async fn end_family_of_refresh(
    connection: &mut PgConnection,
    client: &Client,
    digest: &Digest,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from token_families f using refresh_tokens r, oauth_consents c
         where f.org_id = $1 and r.org_id = $1 and r.digest = $2 and r.family_id = f.id
           and c.org_id = $1 and c.id = f.consent_id and c.app_id = $3",
        client.org.uuid(),
        digest.as_slice(),
        client.id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a family of the app.
pub(super) async fn end_family(
    connection: &mut PgConnection,
    client: &Client,
    family: FamilyId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from token_families f using oauth_consents c
         where f.org_id = $1 and f.id = $2 and c.org_id = $1 and c.id = f.consent_id and c.app_id = $3",
        client.org.uuid(),
        family.uuid(),
        client.id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What holds of the family that a token says it belongs to, if everything it says is still so.
pub(super) async fn live(
    connection: &mut PgConnection,
    claims: &Claims,
) -> Result<Option<Live>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select c.id as "consent: ConsentId", f.permissions, c.permissions as allowed, c.last_used_at,
             c.app_id as "app: AppId"
           from token_families f join oauth_consents c on c.org_id = f.org_id and c.id = f.consent_id
           where f.org_id = $1 and f.id = $2 and c.person_id = $3"#,
        claims.org.uuid(),
        claims.sid.uuid(),
        claims.sub.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.filter(|row| row.app == claims.client_id).map(|row| Live {
        consent: row.consent,
        permissions: PermissionSet::from_names(&row.permissions)
            .intersection(PermissionSet::from_names(&row.allowed)),
        last_used_at: row.last_used_at,
    }))
}

/// Forgets the organisation's codes and tokens that are long over, and families that can't go on.
pub(super) async fn forget_old(
    connection: &mut PgConnection,
    org: OrgId,
    now: Instant,
) -> Result<(), sqlx::Error> {
    let (org, yesterday) = (org.uuid(), now.plus_days(-1));
    sqlx::query!("delete from oauth_codes where org_id = $1 and expires_at < $2", org, yesterday)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("delete from refresh_tokens where org_id = $1 and expires_at < $2", org, yesterday)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "delete from token_families f where org_id = $1 and created_at < $2
         and not exists (select from refresh_tokens r where r.org_id = $1 and r.family_id = f.id)",
        org,
        yesterday,
    )
    .execute(connection)
    .await?;
    Ok(())
}
