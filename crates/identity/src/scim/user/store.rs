//! SQL for `scim_users`.

use ::store::{OnConstraint, Tx};
use kernel::{EventId, Instant, PersonId, RoleId};
use serde_json::{Map, Value};
use sqlx::types::Json;
use uuid::Uuid;

use super::{User, draft::Draft};
use crate::{
    Error,
    role::{Assignment, Columns, event_column},
};

/// Users, oldest first: one, or those with exactly this name or id at the provider.
pub(super) async fn list(
    tx: &mut Tx,
    id: Option<Uuid>,
    user_name: Option<&str>,
    external_id: Option<&str>,
) -> Result<Vec<User>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id, person_id as "person: PersonId", user_name, active, body as "body: Json<Map<String, Value>>", version,
             created_at as "created_at: Instant", updated_at as "updated_at: Instant"
           from scim_users
           where org_id = $1 and ($2::uuid is null or id = $2) and ($3::text is null or lower(user_name) = lower($3))
             and ($4::text is null or lower(external_id) = lower($4))
           order by created_at, id"#,
        org,
        id,
        user_name,
        external_id,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| User {
            id: row.id,
            person: row.person,
            user_name: row.user_name,
            active: row.active,
            body: row.body.0,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
        .collect())
}

pub(super) async fn is_name_taken(tx: &mut Tx, user_name: &str) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from scim_users where org_id = $1 and lower(user_name) = lower($2)) as "taken!""#,
        org,
        user_name,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn is_person_taken(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from scim_users where org_id = $1 and person_id = $2) as "taken!""#,
        org,
        person.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether the provider says that somebody must not get in.
pub(crate) async fn is_shut_out(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from scim_users where org_id = $1 and person_id = $2 and not active) as "out!""#,
        org,
        person.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn insert(tx: &mut Tx, id: Uuid, person: PersonId, draft: &Draft) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into scim_users (id, org_id, person_id, user_name, external_id, active, body, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id,
        org,
        person.uuid(),
        draft.user_name,
        draft.external_id,
        draft.active,
        Json(&draft.body) as _,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("scim_users_name", || Error::ScimTaken)?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: Uuid, draft: &Draft) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update scim_users set user_name = $3, external_id = $4, active = $5, body = $6, version = version + 1,
           updated_at = $7 where org_id = $1 and id = $2",
        org,
        id,
        draft.user_name,
        draft.external_id,
        draft.active,
        Json(&draft.body) as _,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("scim_users_name", || Error::ScimTaken)?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from scim_users where org_id = $1 and id = $2", org, id).execute(&mut **tx).await?;
    Ok(())
}

/// Keeps what somebody is, for when they come back.
pub(super) async fn remember(tx: &mut Tx, id: Uuid, assignment: &Assignment) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    let (role, role_id) = assignment.role.columns();
    let events = event_column(&assignment.events);
    sqlx::query!(
        "update scim_users set role = $3, role_id = $4, events = $5 where org_id = $1 and id = $2",
        org,
        id,
        role,
        role_id,
        events.as_deref(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What somebody was; `None` if they never were anything, or the role is no more.
pub(super) async fn remembered(tx: &mut Tx, id: Uuid) -> Result<Option<Assignment>, sqlx::Error> {
    let org = tx.org().uuid();
    let columns = sqlx::query_as!(
        Columns,
        r#"select u.role, u.role_id as "role_id?: RoleId", u.events as "events?: Vec<EventId>", r.name as "name?",
             r.permissions as "permissions?"
           from scim_users u left join roles r on r.org_id = u.org_id and r.id = u.role_id
           where u.org_id = $1 and u.id = $2 and (u.role is not null or r.id is not null)"#,
        org,
        id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(columns.map(Columns::read).transpose()?.map(|held| held.assignment))
}
