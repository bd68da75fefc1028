//! SQL for `roles`.

use ::store::{OnConstraint, Tx};
use kernel::{PermissionSet, RoleId};

use super::{Plan, Role, RoleRef};
use crate::Error;

pub(super) async fn insert(tx: &mut Tx, id: RoleId, plan: &Plan) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into roles (org_id, id, name, permissions, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)",
        org,
        id.uuid(),
        plan.name,
        &plan.permissions.names(),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("roles_name", || Error::NameTaken)?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, id: RoleId) -> Result<Option<Plan>, sqlx::Error> {
    let org = tx.org().uuid();
    let row =
        sqlx::query!("select name, permissions from roles where org_id = $1 and id = $2", org, id.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(|row| Plan { name: row.name, permissions: PermissionSet::from_names(&row.permissions) }))
}

/// Like [`find`], locked against other changes.
pub(super) async fn lock(tx: &mut Tx, id: RoleId) -> Result<Option<Plan>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("select id from roles where org_id = $1 and id = $2 for update", org, id.uuid())
        .fetch_optional(&mut **tx)
        .await?;
    find(tx, id).await
}

pub(super) async fn update(tx: &mut Tx, id: RoleId, plan: &Plan) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update roles set name = $3, permissions = $4, updated_at = $5 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        plan.name,
        &plan.permissions.names(),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("roles_name", || Error::NameTaken)?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: RoleId) -> Result<(), Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!("delete from roles where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await;
    let used = ["memberships_role_id", "teams_role_id", "invitations_role_id"];
    used.into_iter().fold(done.map(drop).map_err(Error::Sql), |done, constraint| match done {
        Err(Error::Sql(error)) => Err(error).on_constraint(constraint, || Error::RoleInUse),
        other => other,
    })
}

/// The organisation's own roles by name.
pub(super) async fn list(tx: &mut Tx) -> Result<Vec<Role>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id as "id: RoleId", name, permissions,
             (select count(*) from memberships m where m.org_id = r.org_id and m.role_id = r.id) as "members!"
           from roles r where org_id = $1 order by lower(name)"#,
        org,
    )
    .fetch_all(&mut **tx)
    .await?;
    let roles = rows.into_iter().map(|row| Role {
        role: RoleRef::Custom(row.id),
        name: row.name,
        built_in: false,
        permissions: PermissionSet::from_names(&row.permissions),
        members: row.members,
    });
    Ok(roles.collect())
}

/// How many members have a role of the organisation's own.
pub(super) async fn members(tx: &mut Tx, id: RoleId) -> Result<i64, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select count(*) as "members!" from memberships where org_id = $1 and role_id = $2"#,
        org,
        id.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// How many members have each built-in role.
pub(super) async fn built_in_counts(tx: &mut Tx) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select role as "role!", count(*) as "members!" from memberships
           where org_id = $1 and role is not null group by role"#,
        org,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.role, row.members)).collect())
}
