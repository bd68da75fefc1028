//! SQL for `invitations`.

use ::store::{OnConstraint, Tx, column};
use kernel::{Email, EventGrants, EventId, Instant, InvitationId, LocalizedText, OrgId, RoleId};
use sqlx::{PgConnection, types::Json};

use super::Invitation;
use crate::{
    Error,
    role::{Assignment, Columns, event_column},
    session::Digest,
};

pub(super) async fn insert(
    tx: &mut Tx,
    id: InvitationId,
    email: &Email,
    assignment: &Assignment,
    expires_at: Instant,
) -> Result<(), Error> {
    let (org, now, inviter) = (tx.org().uuid(), tx.now(), tx.cx().actor.person());
    let (role, role_id) = assignment.role.columns();
    let events = event_column(&assignment.events);
    sqlx::query!(
        "insert into invitations (org_id, id, email, role, role_id, events, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        org,
        id.uuid(),
        email.as_str(),
        role,
        role_id,
        events.as_deref(),
        inviter.map(|person| person.uuid()),
        now,
        expires_at,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("invitations_email", || Error::AlreadyInvited)?;
    Ok(())
}

/// Gives an invitation more time, for another mail; the old link ends.
pub(super) async fn prolong(tx: &mut Tx, id: InvitationId, expires_at: Instant) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update invitations set expires_at = $3, token_hash = null, sending = sending + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn set_token(tx: &mut Tx, id: InvitationId, token: &Digest) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update invitations set token_hash = $3 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        token.as_slice(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// `false` if it is gone already.
pub(super) async fn delete(tx: &mut Tx, id: InvitationId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!("delete from invitations where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whose invitation it is, in a transaction begun for the bearer of its token.
pub(super) async fn organisation_of(
    tx: &mut PgConnection,
    token: &Digest,
) -> Result<Option<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select org_id as "org_id: OrgId" from invitations where token_hash = $1"#,
        token.as_slice(),
    )
    .fetch_optional(tx)
    .await
}

pub(super) async fn id_of(tx: &mut Tx, token: &Digest) -> Result<Option<InvitationId>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select id as "id: InvitationId" from invitations where org_id = $1 and token_hash = $2"#,
        org,
        token.as_slice(),
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Whether somebody with this address belongs to the organisation.
pub(super) async fn is_member(tx: &mut Tx, email: &Email) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from memberships m join people p on p.id = m.person_id
                          where m.org_id = $1 and lower(p.email) = lower($2)) as "is_member!""#,
        org,
        email.as_str(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// The names of the chosen events; none if every event is meant.
pub(super) async fn event_names(
    tx: &mut Tx,
    events: &EventGrants,
) -> Result<Vec<LocalizedText>, sqlx::Error> {
    let Some(ids) = event_column(events) else { return Ok(Vec::new()) };
    let org = tx.org().uuid();
    let names = sqlx::query_scalar!(
        r#"select name as "name!: Json<LocalizedText>" from event_names where org_id = $1 and id = any($2)
           order by slug"#,
        org,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(names.into_iter().map(|name| name.0).collect())
}

/// Every open invitation, or one, latest first.
pub(super) async fn list(tx: &mut Tx, id: Option<InvitationId>) -> Result<Vec<Invitation>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select i.id as "id: InvitationId", i.email, i.role, i.role_id as "role_id?: RoleId",
             i.events as "events?: Vec<EventId>", r.name as "role_name?", r.permissions as "permissions?",
             p.name as "invited_by?", i.sending, i.created_at, i.expires_at
           from invitations i
           left join roles r on r.org_id = i.org_id and r.id = i.role_id
           left join people p on p.id = i.invited_by
           where i.org_id = $1 and ($2::uuid is null or i.id = $2)
           order by i.created_at desc, i.id desc"#,
        org,
        id.map(InvitationId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    let invitations = rows.into_iter().map(|row| {
        let columns = Columns {
            role: row.role,
            role_id: row.role_id,
            events: row.events,
            name: row.role_name,
            permissions: row.permissions,
        };
        Ok(Invitation {
            id: row.id,
            email: column("email", &row.email)?,
            held: columns.read()?,
            invited_by: row.invited_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            sending: row.sending,
        })
    });
    invitations.collect()
}
