//! SQL for `scim_groups` and `scim_group_members`, and for the teams that groups fill.

use std::collections::BTreeMap;

use ::store::{OnConstraint, Tx};
use kernel::{Instant, PersonId};
use uuid::Uuid;

use super::Group;
use crate::Error;

/// One group, or all, oldest first.
pub(super) async fn list(tx: &mut Tx, id: Option<Uuid>) -> Result<Vec<Group>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select g.id, g.display_name, g.external_id, g.version, g.created_at as "created_at: Instant",
             g.updated_at as "updated_at: Instant",
             array(select m.user_id from scim_group_members m where m.org_id = $1 and m.group_id = g.id
                   order by m.user_id) as "ids!: Vec<Uuid>",
             array(select u.user_name from scim_group_members m join scim_users u on u.id = m.user_id
                   where m.org_id = $1 and m.group_id = g.id order by m.user_id) as "names!: Vec<String>"
           from scim_groups g where g.org_id = $1 and ($2::uuid is null or g.id = $2) order by g.created_at, g.id"#,
        org,
        id,
    )
    .fetch_all(&mut **tx)
    .await?;
    let group = rows.into_iter().map(|row| Group {
        id: row.id,
        display_name: row.display_name,
        external_id: row.external_id,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        members: row.ids.into_iter().zip(row.names).collect(),
    });
    Ok(group.collect())
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    external_id: Option<&str>,
) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into scim_groups (id, org_id, display_name, external_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $5)",
        id,
        org,
        name,
        external_id,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("scim_groups_name", || Error::ScimTaken)?;
    Ok(())
}

pub(super) async fn update(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    external_id: Option<&str>,
) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update scim_groups set display_name = $3, external_id = $4, version = version + 1, updated_at = $5
         where org_id = $1 and id = $2",
        org,
        id,
        name,
        external_id,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("scim_groups_name", || Error::ScimTaken)?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from scim_groups where org_id = $1 and id = $2", org, id).execute(&mut **tx).await?;
    Ok(())
}

/// Sets who is in a group; `false` if one of them is no user of the organisation.
pub(super) async fn set_members(tx: &mut Tx, id: Uuid, users: &[Uuid]) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let known = sqlx::query_scalar!(
        r#"select count(*) as "known!" from scim_users where org_id = $1 and id = any($2)"#,
        org,
        users,
    )
    .fetch_one(&mut **tx)
    .await?;
    if usize::try_from(known).is_ok_and(|known| known != users.len()) {
        return Ok(false);
    }
    sqlx::query!(
        "delete from scim_group_members where org_id = $1 and group_id = $2 and user_id <> all($3)",
        org,
        id,
        users,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into scim_group_members (org_id, group_id, user_id)
         select $1, $2, u from unnest($3::uuid[]) as u on conflict do nothing",
        org,
        id,
        users,
    )
    .execute(&mut **tx)
    .await?;
    Ok(true)
}

/// Puts the members of a group into the team that is called as it is.
pub(super) async fn fill_team(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "insert into team_members (org_id, team_id, person_id)
         select $1, t.id, u.person_id
         from scim_groups g
         join teams t on t.org_id = $1 and lower(t.name) = lower(g.display_name)
         join scim_group_members m on m.org_id = $1 and m.group_id = g.id
         join scim_users u on u.org_id = $1 and u.id = m.user_id
         join memberships s on s.org_id = $1 and s.person_id = u.person_id
         where g.org_id = $1 and g.id = $2
         on conflict do nothing",
        org,
        id,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts a user, who is a member by now, into the teams that are called as their groups are.
pub(crate) async fn fill_teams(tx: &mut Tx, user: Uuid) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "insert into team_members (org_id, team_id, person_id)
         select $1, t.id, u.person_id
         from scim_users u
         join scim_group_members m on m.org_id = $1 and m.user_id = u.id
         join scim_groups g on g.org_id = $1 and g.id = m.group_id
         join teams t on t.org_id = $1 and lower(t.name) = lower(g.display_name)
         where u.org_id = $1 and u.id = $2
         on conflict do nothing",
        org,
        user,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes users out of the team that is called so.
pub(super) async fn empty_team(tx: &mut Tx, name: &str, users: &[Uuid]) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "delete from team_members tm using teams t, scim_users u
         where tm.org_id = $1 and t.org_id = $1 and t.id = tm.team_id and lower(t.name) = lower($2)
           and u.org_id = $1 and u.person_id = tm.person_id and u.id = any($3)",
        org,
        name,
        users,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The people behind users.
pub(super) async fn people(tx: &mut Tx, users: &[Uuid]) -> Result<Vec<(Uuid, PersonId)>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id, person_id as "person: PersonId" from scim_users
           where org_id = $1 and id = any($2) and active order by id"#,
        org,
        users,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.person)).collect())
}

/// The names of a user's groups.
pub(super) async fn names_of(tx: &mut Tx, user: Uuid) -> Result<Vec<String>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        "select g.display_name from scim_groups g join scim_group_members m on m.group_id = g.id
         where g.org_id = $1 and m.org_id = $1 and m.user_id = $2",
        org,
        user,
    )
    .fetch_all(&mut **tx)
    .await
}

/// The groups of every user: ids and names.
pub(crate) async fn by_user(tx: &mut Tx) -> Result<BTreeMap<Uuid, Vec<(Uuid, String)>>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        "select m.user_id, g.id, g.display_name from scim_groups g join scim_group_members m on m.group_id = g.id
         where g.org_id = $1 and m.org_id = $1 order by g.display_name",
        org,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut groups: BTreeMap<Uuid, Vec<(Uuid, String)>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.user_id).or_default().push((row.id, row.display_name));
    }
    Ok(groups)
}
