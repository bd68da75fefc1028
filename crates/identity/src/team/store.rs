//! SQL for `teams` and `team_members`.

use std::collections::BTreeSet;

use ::store::{OnConstraint, Tx};
use kernel::{EventId, PersonId, RoleId, TeamId};

use super::{Plan, Team};
use crate::{
    Error,
    role::{Columns, event_column},
};

pub(super) async fn insert(tx: &mut Tx, id: TeamId, plan: &Plan) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (role, role_id) = plan.assignment.role.columns();
    let events = event_column(&plan.assignment.events);
    sqlx::query!(
        "insert into teams (org_id, id, name, role, role_id, events, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        org,
        id.uuid(),
        plan.name,
        role,
        role_id,
        events.as_deref(),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("teams_name", || Error::NameTaken)?;
    Ok(())
}

/// Locks a team against other changes; one that is not there is found missing by whoever reads it next.
pub(super) async fn lock(tx: &mut Tx, id: TeamId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("select id from teams where org_id = $1 and id = $2 for no key update", org, id.uuid())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: TeamId, plan: &Plan) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (role, role_id) = plan.assignment.role.columns();
    let events = event_column(&plan.assignment.events);
    sqlx::query!(
        "update teams set name = $3, role = $4, role_id = $5, events = $6, updated_at = $7
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        plan.name,
        role,
        role_id,
        events.as_deref(),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("teams_name", || Error::NameTaken)?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: TeamId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from teams where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes the team consist of exactly these members.
pub(super) async fn set_members(tx: &mut Tx, id: TeamId, members: &BTreeSet<PersonId>) -> Result<(), Error> {
    let org = tx.org().uuid();
    let people: Vec<_> = members.iter().map(|person| person.uuid()).collect();
    sqlx::query!(
        "delete from team_members where org_id = $1 and team_id = $2 and person_id <> all($3)",
        org,
        id.uuid(),
        &people,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into team_members (org_id, team_id, person_id) select $1, $2, unnest($3::uuid[])
         on conflict do nothing",
        org,
        id.uuid(),
        &people,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("team_members_are_members", || Error::NotMembers)?;
    Ok(())
}

/// Every team, or one, by name.
pub(super) async fn list(tx: &mut Tx, id: Option<TeamId>) -> Result<Vec<Team>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select t.id as "id: TeamId", t.name, t.role, t.role_id as "role_id?: RoleId",
             t.events as "events?: Vec<EventId>", r.name as "role_name?", r.permissions as "permissions?",
             array(select tm.person_id from team_members tm where tm.org_id = $1 and tm.team_id = t.id)
               as "members!: Vec<PersonId>",
             t.created_at
           from teams t left join roles r on r.org_id = t.org_id and r.id = t.role_id
           where t.org_id = $1 and ($2::uuid is null or t.id = $2)
           order by lower(t.name)"#,
        org,
        id.map(TeamId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    let teams = rows.into_iter().map(|row| {
        let columns = Columns {
            role: row.role,
            role_id: row.role_id,
            events: row.events,
            name: row.role_name,
            permissions: row.permissions,
        };
        Ok(Team {
            id: row.id,
            name: row.name,
            held: columns.read()?,
            members: row.members.into_iter().collect(),
            created_at: row.created_at,
        })
    });
    teams.collect()
}
