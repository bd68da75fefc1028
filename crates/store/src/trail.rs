//! What many orders leave behind in the audit log and the outbox, written in one statement.

use kernel::{AuditId, EventId};
use serde_json::Value;
use uuid::Uuid;

use crate::{Cx, Tx};

/// One thing that happened: told in the audit log, and to whoever listens.
#[derive(Debug)]
pub struct Entry {
    /// The event it belongs to.
    pub event: EventId,
    /// A stable name such as `order.paid`, for both.
    pub action: &'static str,
    /// What kind of thing it happened to.
    pub subject_kind: &'static str,
    /// Which one.
    pub subject: Uuid,
    /// What it became, for the audit log.
    pub after: Value,
    /// Ids and numbers, for the outbox.
    pub fact: Value,
}

/// Entries of several requests of one organisation.
#[derive(Debug, Default)]
pub struct Trail {
    ids: Vec<Uuid>,
    events: Vec<Uuid>,
    actor_kinds: Vec<&'static str>,
    actors: Vec<Option<Uuid>>,
    actions: Vec<&'static str>,
    subject_kinds: Vec<&'static str>,
    subjects: Vec<Uuid>,
    afters: Vec<Value>,
    facts: Vec<Value>,
    correlations: Vec<String>,
}

impl Trail {
    /// Adds what the request `cx` did.
    pub fn push(&mut self, cx: &Cx, entry: Entry) {
        self.ids.push(AuditId::new(cx.now, &cx.chance).uuid());
        self.events.push(entry.event.uuid());
        self.actor_kinds.push(cx.actor.kind());
        self.actors.push(cx.actor.person().map(|id| id.uuid()));
        self.actions.push(entry.action);
        self.subject_kinds.push(entry.subject_kind);
        self.subjects.push(entry.subject);
        self.afters.push(entry.after);
        self.facts.push(entry.fact);
        self.correlations.push(cx.correlation.to_string());
    }

    /// Writes everything at the transaction's time.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        let (org, now) = (tx.org().uuid(), tx.now());
        sqlx::query!(
            "with told as (
               insert into outbox (org_id, event_id, kind, payload, created_at)
               select $1, event, action, fact, $2
               from unnest($4::uuid[], $7::text[], $11::jsonb[]) as t (event, action, fact)
             )
             insert into audit_log (org_id, at, id, event_id, actor_kind, actor_id, action, subject_kind, subject_id,
               after, correlation)
             select $1, $2, t.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[],
               $9::uuid[], $10::jsonb[], $12::text[]) as t",
            org,
            now,
            &self.ids,
            &self.events,
            &self.actor_kinds as &[&str],
            &self.actors as &[Option<Uuid>],
            &self.actions as &[&str],
            &self.subject_kinds as &[&str],
            &self.subjects,
            &self.afters,
            &self.facts,
            &self.correlations,
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
