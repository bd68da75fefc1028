//! SQL for `sso_connections`, `sso_groups` and the identities that belong to a connection.

use ::store::Tx;
use kernel::{OrgId, PersonId, RoleId};
use sqlx::PgConnection;

use super::{Connection, GroupRole, Plan};
use crate::role::RoleRef;

pub(crate) async fn find(tx: &mut Tx) -> Result<Option<Connection>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select issuer, client_id, sealed_secret, scopes, group_claim, role, role_id as "role_id?: RoleId", joins,
             required, break_glass as "break_glass?: PersonId"
           from sso_connections where org_id = $1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let groups = groups(tx).await?;
    Ok(Some(Connection {
        plan: Plan {
            issuer: row.issuer,
            client_id: row.client_id,
            scopes: row.scopes,
            group_claim: row.group_claim,
            groups,
            default_role: role_of(row.role, row.role_id)?,
            joins: row.joins,
        },
        sealed_secret: row.sealed_secret,
        required: row.required,
        break_glass: row.break_glass,
    }))
}

async fn groups(tx: &mut Tx) -> Result<Vec<GroupRole>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select name, role, role_id as "role_id?: RoleId" from sso_groups where org_id = $1 order by place"#,
        org,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut groups = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(role) = role_of(row.role, row.role_id)? {
            groups.push(GroupRole { group: row.name, role });
        }
    }
    Ok(groups)
}

fn role_of(key: Option<String>, id: Option<RoleId>) -> Result<Option<RoleRef>, sqlx::Error> {
    match (id, key) {
        (Some(id), _) => Ok(Some(RoleRef::Custom(id))),
        (None, Some(key)) => Ok(Some(RoleRef::BuiltIn(::store::column("role", &key)?))),
        (None, None) => Ok(None),
    }
}

pub(super) async fn upsert(tx: &mut Tx, plan: &Plan, sealed: Option<&[u8]>) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (role, role_id) = plan.default_role.map(RoleRef::columns).unwrap_or_default();
    sqlx::query!(
        "insert into sso_connections (org_id, issuer, client_id, sealed_secret, scopes, group_claim, role, role_id, joins,
           created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
         on conflict (org_id) do update set issuer = $2, client_id = $3, sealed_secret = $4, scopes = $5,
           group_claim = $6, role = $7, role_id = $8, joins = $9, updated_at = $10",
        org,
        plan.issuer,
        plan.client_id,
        sealed,
        &plan.scopes,
        plan.group_claim,
        role,
        role_id,
        plan.joins,
        now,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from sso_groups where org_id = $1", org).execute(&mut **tx).await?;
    let (mut names, mut roles, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for group in &plan.groups {
        let (role, id) = group.role.columns();
        names.push(group.group.as_str());
        roles.push(role);
        ids.push(id);
    }
    sqlx::query!(
        "insert into sso_groups (org_id, place, name, role, role_id)
         select $1, g.place, g.name, g.role, g.role_id
         from unnest($2::text[], $3::text[], $4::uuid[]) with ordinality as g (name, role, role_id, place)",
        org,
        &names as &[&str],
        &roles as &[Option<&str>],
        &ids as &[Option<sqlx::types::Uuid>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from sso_connections where org_id = $1", org).execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn set_required(
    tx: &mut Tx,
    required: bool,
    break_glass: Option<PersonId>,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update sso_connections set required = $2, break_glass = $3, updated_at = $4 where org_id = $1",
        org,
        required,
        break_glass.map(PersonId::uuid),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets who people are at the provider, and ends the sessions that began there; gives the digests of their tokens.
pub(super) async fn forget_identities(tx: &mut Tx) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    let org = tx.org().uuid();
    let ended = sqlx::query_scalar!("delete from sessions where sso_org = $1 returning token_hash", org)
        .fetch_all(&mut **tx)
        .await?;
    sqlx::query!("delete from sso_identities where org_id = $1", org).execute(&mut **tx).await?;
    Ok(ended)
}

/// Whether an organisation lets `person` in through its provider only.
pub(crate) async fn is_required(
    tx: &mut PgConnection,
    org: OrgId,
) -> Result<Option<Option<PersonId>>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select break_glass as "break_glass?: PersonId" from sso_connections where org_id = $1 and required"#,
        org.uuid(),
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| row.break_glass))
}
