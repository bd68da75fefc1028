//! SQL for `door_links`.

use ::store::{Db, Tx};
use kernel::{CheckInListId, DoorLinkId, EventId, Instant, LocalizedText, OrgId};
use sqlx::{PgConnection, types::Json};

use super::{Digest, DoorLink, Plan};

pub(super) struct NewLink<'a> {
    pub id: DoorLinkId,
    pub event: EventId,
    pub plan: &'a Plan,
    pub digest: Digest,
    pub expires_at: Instant,
}

/// A live link, found by what its holder showed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub org: OrgId,
    pub id: DoorLinkId,
    pub event: EventId,
    pub list: Option<CheckInListId>,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// What a device is told about itself.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub name: String,
    pub org_slug: String,
    pub organisation: String,
    pub event_slug: String,
    pub event_name: LocalizedText,
}

pub(super) async fn insert(tx: &mut Tx, new: &NewLink<'_>) -> Result<(), sqlx::Error> {
    let (org, now, maker) = (tx.org().uuid(), tx.now(), tx.cx().actor.id());
    sqlx::query!(
        "insert into door_links (org_id, id, event_id, list_id, name, token_hash, made_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        org,
        new.id.uuid(),
        new.event.uuid(),
        new.plan.list.map(CheckInListId::uuid),
        new.plan.name,
        new.digest.as_slice(),
        maker,
        now,
        new.expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The event's live links, or one, latest first.
pub(super) async fn select(
    tx: &mut Tx,
    event: EventId,
    id: Option<DoorLinkId>,
) -> Result<Vec<DoorLink>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        DoorLink,
        r#"select l.id as "id: DoorLinkId", l.name, l.list_id as "list: CheckInListId", a.name as "made_by?",
             l.created_at, l.expires_at, l.last_used_at
           from door_links l left join actor_names a on a.id = l.made_by
           where l.org_id = $1 and l.event_id = $2 and ($3::uuid is null or l.id = $3) and l.revoked_at is null
           order by l.created_at desc, l.id desc"#,
        org,
        event.uuid(),
        id.map(DoorLinkId::uuid),
    )
    .fetch_all(&mut **tx)
    .await
}

/// Ends a link; gives its digest, or nothing if it was not live.
pub(super) async fn revoke(
    tx: &mut Tx,
    event: EventId,
    id: DoorLinkId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        "update door_links set revoked_at = $4
         where org_id = $1 and event_id = $2 and id = $3 and revoked_at is null returning token_hash",
        org,
        event.uuid(),
        id.uuid(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The live link of a digest, in a transaction begun for its bearer.
pub(super) async fn by_digest(
    connection: &mut PgConnection,
    digest: &Digest,
) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select org_id as "org: OrgId", id as "id: DoorLinkId", event_id as "event: EventId",
             list_id as "list: CheckInListId", expires_at, last_used_at
           from door_links where token_hash = $1 and revoked_at is null"#,
        digest.as_slice(),
    )
    .fetch_optional(connection)
    .await
}

/// Where a link leads.
pub(super) async fn place(tx: &mut Tx, id: DoorLinkId) -> Result<Option<Place>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select l.name, o.slug as "org_slug!", o.name as "organisation!", e.slug as "event_slug!",
             e.name as "event_name!: Json<LocalizedText>"
           from door_links l join organisers o on o.org_id = l.org_id join event_names e on e.id = l.event_id
           where l.org_id = $1 and l.id = $2"#,
        org,
        id.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Place {
        name: row.name,
        org_slug: row.org_slug,
        organisation: row.organisation,
        event_slug: row.event_slug,
        event_name: row.event_name.0,
    }))
}

/// Notes that a link is used, at most once a minute whoever notes it.
pub(super) async fn note_use(
    db: &Db,
    org: OrgId,
    id: DoorLinkId,
    now: Instant,
    unless_after: Instant,
) -> Result<(), sqlx::Error> {
    let mut tx = db.begin_for(org).await?;
    sqlx::query!(
        "update door_links set last_used_at = $3
         where org_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)",
        org.uuid(),
        id.uuid(),
        now,
        unless_after,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}
