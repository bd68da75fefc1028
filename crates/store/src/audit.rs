//! The audit log: who did what to what, written in the transaction that did it. Each entry is put down to wait for its
//! seal (crate `insight`) in the same statement.

use kernel::{AuditId, EventId, Instant};
use serde_json::Value;
use uuid::Uuid;

use crate::{Cx, Tx};

/// What happened. The actor, the time and the correlation id come from the transaction.
#[derive(Debug)]
pub struct Entry {
    /// A stable name such as `order.paid`.
    pub action: &'static str,
    /// What kind of thing it happened to, such as `order`.
    pub subject_kind: &'static str,
    /// Which one.
    pub subject: Uuid,
    /// The event it belongs to, if any.
    pub event: Option<EventId>,
    /// The fields that changed, as they were.
    pub before: Option<Value>,
    /// The fields that changed, as they are.
    pub after: Option<Value>,
}

/// Writes one entry.
pub async fn record(tx: &mut Tx, entry: Entry) -> Result<(), sqlx::Error> {
    let cx = tx.cx().clone();
    sqlx::query!(
        "with waiting as (insert into audit_waiting (org_id, id) values ($2, $1))
         insert into audit_log (id, org_id, event_id, at, actor_kind, actor_id, action, subject_kind, subject_id,
           before, after, correlation, from_addr, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        AuditId::new(cx.now, &cx.chance).uuid(),
        cx.org.uuid(),
        entry.event.map(EventId::uuid),
        cx.now,
        cx.actor.kind(),
        cx.actor.id(),
        entry.action,
        entry.subject_kind,
        entry.subject,
        entry.before,
        entry.after,
        cx.correlation.to_string(),
        cx.from_addr(),
        cx.reason(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How long somebody who looks at the same thing again is not recorded again, in seconds.
const LOOK_AGAIN: i64 = 600;

/// Records that somebody looked at something sensitive. Looking at the same thing again within ten minutes leaves no
/// second entry.
pub async fn looked(
    tx: &mut Tx,
    action: &'static str,
    subject_kind: &'static str,
    subject: Uuid,
    event: Option<EventId>,
) -> Result<(), sqlx::Error> {
    let cx = tx.cx().clone();
    let seen = sqlx::query_scalar!(
        r#"select exists (select from audit_log where org_id = $1 and subject_id = $2 and action = $3
             and actor_id is not distinct from $4 and at > $5) as "seen!""#,
        cx.org.uuid(),
        subject,
        action,
        cx.actor.id(),
        cx.now.plus_seconds(-LOOK_AGAIN),
    )
    .fetch_one(&mut **tx)
    .await?;
    if seen {
        return Ok(());
    }
    record(tx, Entry { action, subject_kind, subject, event, before: None, after: None }).await
}

/// Records, in a transaction of its own, that somebody took many things along: an export, and the filter they used.
pub async fn took(cx: &Cx, entry: Entry) -> Result<(), sqlx::Error> {
    let mut tx = cx.begin().await?;
    record(&mut tx, entry).await?;
    tx.commit().await
}

/// One entry about something, with the name of who did it.
#[derive(Debug, Clone)]
pub struct Told {
    /// When.
    pub at: Instant,
    /// What, such as `order.paid`.
    pub action: String,
    /// Which kind of actor.
    pub actor_kind: String,
    /// What the person, key, app or device is called, if it was one.
    pub actor_name: Option<String>,
    /// What it became.
    pub after: Option<Value>,
}

/// What happened to `subject`, oldest first.
pub async fn story(tx: &mut Tx, subject: Uuid) -> Result<Vec<Told>, sqlx::Error> {
    sqlx::query_as!(
        Told,
        r#"select a.at, a.action, a.actor_kind, p.name as "actor_name?", a.after
           from audit_log a left join actor_names p on p.id = a.actor_id
           where a.org_id = $1 and a.subject_id = $2 order by a.at, a.id"#,
        tx.org().uuid(),
        subject,
    )
    .fetch_all(&mut **tx)
    .await
}
