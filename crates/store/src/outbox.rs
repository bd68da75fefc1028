//! The outbox: facts for whoever listens, written in the transaction that made them true.

use kernel::{EventId, Instant};
use serde_json::Value;

use crate::Tx;

/// One fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Where it stands; a reader asks for what comes after.
    pub position: Position,
    /// The event it is about, if any.
    pub event: Option<EventId>,
    /// A stable name such as `order.paid`.
    pub kind: String,
    /// Ids and numbers, never personal data.
    pub payload: Value,
    /// When it became true.
    pub at: Instant,
}

/// A place in the outbox: transaction first, because ids commit out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The 64-bit id of the transaction that wrote the row.
    pub xid: i64,
    /// The row.
    pub id: i64,
}

/// Writes one fact.
pub async fn emit(
    tx: &mut Tx,
    event: Option<EventId>,
    kind: &'static str,
    payload: Value,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org(), tx.now());
    sqlx::query!(
        "insert into outbox (org_id, event_id, kind, payload, created_at) values ($1, $2, $3, $4, $5)",
        org.uuid(),
        event.map(EventId::uuid),
        kind,
        payload,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The organisation's facts after `position`, oldest first, at most `limit`. Only settled transactions are read,
/// so nothing is ever missed or seen out of order.
pub async fn after(tx: &mut Tx, position: Position, limit: i64) -> Result<Vec<Fact>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, event_id as "event_id: EventId", kind, payload, created_at, xid::text::bigint as "xid!"
           from outbox
           where org_id = $1 and (xid, id) > ($2::bigint::text::xid8, $3)
             and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by xid, id
           limit $4"#,
        tx.org().uuid(),
        position.xid,
        position.id,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Fact {
            position: Position { xid: row.xid, id: row.id },
            event: row.event_id,
            kind: row.kind,
            payload: row.payload,
            at: row.created_at,
        })
        .collect())
}

/// Where the outbox ends now: a reader that starts here sees what happens from now on.
pub async fn end(tx: &mut Tx) -> Result<Position, sqlx::Error> {
    let xid =
        sqlx::query_scalar!(r#"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "xid!""#)
            .fetch_one(&mut **tx)
            .await?;
    Ok(Position { xid: xid - 1, id: i64::MAX })
}

/// Deletes the organisation's facts older than `before`; returns how many.
pub async fn prune(tx: &mut Tx, before: Instant) -> Result<u64, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!("delete from outbox where org_id = $1 and created_at < $2", org, before)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}
