//! SQL for `memberships`.

use std::collections::BTreeSet;

use ::store::Tx;
use kernel::{EventId, Instant, OrgId, PersonId, RoleId, TeamId};
use sqlx::PgConnection;

use super::Member;
use crate::role::{Assignment, Columns, Held, event_column};

/// A role that somebody has in an organisation.
pub(crate) struct Place {
    pub org: OrgId,
    pub held: Held,
    /// When somebody else signed them out; told with their own role, not with those of teams.
    pub signed_out_at: Option<Instant>,
}

/// Every role that the person, for whom the transaction was begun, has in one organisation or in all: their own
/// first, then those of their teams.
pub(crate) async fn held_by(
    tx: &mut PgConnection,
    person: PersonId,
    org: Option<OrgId>,
) -> Result<Vec<Place>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select m.org_id as "org_id!: OrgId", m.role as "role?", m.role_id as "role_id?: RoleId",
             m.events as "events?: Vec<EventId>", r.name as "name?", r.permissions as "permissions?",
             m.signed_out_at as "signed_out_at?: Instant"
           from (select org_id, role, role_id, events, signed_out_at, 0 as place
                 from memberships where person_id = $1
                 union all
                 select t.org_id, t.role, t.role_id, t.events, null, 1
                 from team_members tm join teams t on t.id = tm.team_id where tm.person_id = $1) m
           left join roles r on r.id = m.role_id
           where $2::uuid is null or m.org_id = $2
           order by m.place"#,
        person.uuid(),
        org.map(OrgId::uuid),
    )
    .fetch_all(tx)
    .await?;
    let held = rows.into_iter().map(|row| {
        let columns = Columns {
            role: row.role,
            role_id: row.role_id,
            events: row.events,
            name: row.name,
            permissions: row.permissions,
        };
        Ok(Place { org: row.org_id, held: columns.read()?, signed_out_at: row.signed_out_at })
    });
    held.collect()
}

pub(crate) async fn insert(
    tx: &mut Tx,
    person: PersonId,
    assignment: &Assignment,
) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (role, role_id) = assignment.role.columns();
    let events = event_column(&assignment.events);
    let done = sqlx::query!(
        "insert into memberships (org_id, person_id, role, role_id, events, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        org,
        person.uuid(),
        role,
        role_id,
        events.as_deref(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn assign(
    tx: &mut Tx,
    person: PersonId,
    assignment: &Assignment,
) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    let (role, role_id) = assignment.role.columns();
    let events = event_column(&assignment.events);
    sqlx::query!(
        "update memberships set role = $3, role_id = $4, events = $5 where org_id = $1 and person_id = $2",
        org,
        person.uuid(),
        role,
        role_id,
        events.as_deref(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from memberships where org_id = $1 and person_id = $2", org, person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that somebody else signs the member out now.
pub(super) async fn sign_out(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update memberships set signed_out_at = $3 where org_id = $1 and person_id = $2",
        org,
        person.uuid(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Who owns the organisation.
pub(super) async fn owners(tx: &mut Tx) -> Result<Vec<PersonId>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select person_id as "person: PersonId" from memberships where org_id = $1 and role = 'owner'"#,
        org,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Whether all of `events` are the organisation's.
pub(crate) async fn events_exist(tx: &mut Tx, events: &BTreeSet<EventId>) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<_> = events.iter().map(|event| event.uuid()).collect();
    let found = sqlx::query_scalar!(
        r#"select count(*) as "found!" from event_names where org_id = $1 and id = any($2)"#,
        org,
        &ids,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(usize::try_from(found).is_ok_and(|found| found == ids.len()))
}

/// The person's own role in the organisation.
pub(crate) async fn role_of(tx: &mut Tx, person: PersonId) -> Result<Option<Held>, sqlx::Error> {
    let org = tx.org().uuid();
    let columns = sqlx::query_as!(
        Columns,
        r#"select m.role, m.role_id as "role_id?: RoleId", m.events as "events?: Vec<EventId>", r.name as "name?",
             r.permissions as "permissions?"
           from memberships m left join roles r on r.org_id = m.org_id and r.id = m.role_id
           where m.org_id = $1 and m.person_id = $2"#,
        org,
        person.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    columns.map(Columns::read).transpose()
}

/// Everybody, or one person, by name.
pub(super) async fn list(tx: &mut Tx, person: Option<PersonId>) -> Result<Vec<Member>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select p.id as "person: PersonId", p.name, p.email, m.role, m.role_id as "role_id?: RoleId",
             m.events as "events?: Vec<EventId>", r.name as "role_name?", r.permissions as "permissions?",
             array(select tm.team_id from team_members tm where tm.org_id = $1 and tm.person_id = p.id
                   order by tm.team_id) as "teams!: Vec<TeamId>",
             (exists (select from passkeys k where k.person_id = p.id)
               or exists (select from totp_factors f where f.person_id = p.id and f.confirmed_at is not null))
               as "second_factor!",
             m.created_at,
             (select max(s.last_seen_at) from sessions s where s.person_id = p.id) as "last_seen_at?: Instant"
           from memberships m join people p on p.id = m.person_id
           left join roles r on r.org_id = m.org_id and r.id = m.role_id
           where m.org_id = $1 and ($2::uuid is null or m.person_id = $2)
           order by lower(p.name), p.id"#,
        org,
        person.map(PersonId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    let members = rows.into_iter().map(|row| {
        let columns = Columns {
            role: row.role,
            role_id: row.role_id,
            events: row.events,
            name: row.role_name,
            permissions: row.permissions,
        };
        Ok(Member {
            person: row.person,
            name: row.name,
            email: row.email,
            held: columns.read()?,
            teams: row.teams,
            second_factor: row.second_factor,
            joined_at: row.created_at,
            last_seen_at: row.last_seen_at,
        })
    });
    members.collect()
}
