//! The audit log: who did what to what, written in the transaction that did it.

use kernel::{AuditId, EventId, Instant};
use serde_json::Value;
use uuid::Uuid;

use crate::Tx;

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
        "insert into audit_log (id, org_id, event_id, at, actor_kind, actor_id, action, subject_kind, subject_id,
           before, after, correlation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
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
