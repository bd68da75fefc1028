//! SQL for `oauth_apps`.

use ::store::Tx;
use kernel::{AppId, OrgId, PermissionSet, PersonId};
use sqlx::PgConnection;

use super::{Client, OauthApp, Plan};
use crate::session::Digest;

pub(super) async fn insert(
    tx: &mut Tx,
    id: AppId,
    id_hash: &Digest,
    plan: &Plan,
    secret_hash: Option<&Digest>,
) -> Result<(), sqlx::Error> {
    let (org, now, maker) = (tx.org().uuid(), tx.now(), tx.cx().actor.person());
    sqlx::query!(
        "insert into oauth_apps (org_id, id, id_hash, name, redirect_uris, permissions, secret_hash, made_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        org,
        id.uuid(),
        id_hash.as_slice(),
        plan.name,
        &plan.redirect_uris,
        &plan.permissions.names(),
        secret_hash.map(|digest| digest.as_slice()),
        maker.map(|person| person.uuid()),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Every app, or one, latest first.
pub(super) async fn select(tx: &mut Tx, id: Option<AppId>) -> Result<Vec<OauthApp>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select a.id as "id: AppId", a.name, a.redirect_uris, a.permissions,
             a.secret_hash is not null as "confidential!", p.name as "made_by?",
             not exists (select from memberships m where m.org_id = $1 and m.person_id = a.made_by) as "maker_left!",
             a.created_at,
             (select count(*) from oauth_consents c where c.org_id = $1 and c.app_id = a.id) as "people!"
           from oauth_apps a left join people p on p.id = a.made_by
           where a.org_id = $1 and ($2::uuid is null or a.id = $2)
           order by a.created_at desc, a.id desc"#,
        org,
        id.map(AppId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    let apps = rows.into_iter().map(|row| OauthApp {
        id: row.id,
        name: row.name,
        redirect_uris: row.redirect_uris,
        permissions: PermissionSet::from_names(&row.permissions),
        confidential: row.confidential,
        made_by: row.made_by,
        maker_left: row.maker_left,
        created_at: row.created_at,
        people: row.people,
    });
    Ok(apps.collect())
}

/// How many apps with a secret were registered by somebody who has left, over all organisations.
pub(super) async fn left_behind(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from oauth_apps a
           where a.secret_hash is not null
             and not exists (select from memberships m where m.org_id = a.org_id and m.person_id = a.made_by)"#,
    )
    .fetch_one(connection)
    .await
}

/// Whether apps with a secret were registered, or taken over, by this person.
pub(crate) async fn are_left_by(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from oauth_apps
             where org_id = $1 and made_by = $2 and secret_hash is not null) as "left!""#,
        org,
        person.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// Gives an app another secret and its maker, whoever is at it; `false` if it keeps none.
pub(super) async fn set_secret(tx: &mut Tx, id: AppId, secret_hash: &Digest) -> Result<bool, sqlx::Error> {
    let (org, maker) = (tx.org().uuid(), tx.cx().actor.person());
    let done = sqlx::query!(
        "update oauth_apps set secret_hash = $3, made_by = $4
         where org_id = $1 and id = $2 and secret_hash is not null",
        org,
        id.uuid(),
        secret_hash.as_slice(),
        maker.map(|person| person.uuid()),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete(tx: &mut Tx, id: AppId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from oauth_apps where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The app whose id has this digest, in a transaction begun for its bearer.
pub(super) async fn by_digest(
    connection: &mut PgConnection,
    digest: &Digest,
) -> Result<Option<Client>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select org_id as "org_id: OrgId", id as "id: AppId", name, redirect_uris, permissions, secret_hash
           from oauth_apps where id_hash = $1"#,
        digest.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Client {
        org: row.org_id,
        id: row.id,
        name: row.name,
        redirect_uris: row.redirect_uris,
        permissions: PermissionSet::from_names(&row.permissions),
        secret_hash: row.secret_hash,
    }))
}
