//! What one or many requests leave behind in the audit log and the outbox, written in one statement.

use kernel::{AuditId, EventId};
use serde_json::Value;
use uuid::Uuid;

use crate::{Cx, Tx};

/// One thing that happened: told in the audit log and, if there is a fact, to whoever listens.
#[derive(Debug)]
pub struct Entry {
    /// The event it belongs to, if any.
    pub event: Option<EventId>,
    /// A stable name such as `order.paid`, for both.
    pub action: &'static str,
    /// What kind of thing it happened to.
    pub subject_kind: &'static str,
    /// Which one.
    pub subject: Uuid,
    /// The fields that changed, as they were; for the audit log.
    pub before: Option<Value>,
    /// What it became, for the audit log.
    pub after: Value,
    /// Ids and numbers, for the outbox.
    pub fact: Option<Value>,
}

impl Entry {
    /// The same, told in the outbox, too.
    #[must_use]
    pub fn with(self, fact: Value) -> Self {
        Self { fact: Some(fact), ..self }
    }
}

/// Entries of several requests of one organisation.
#[derive(Debug, Default)]
pub struct Trail {
    ids: Vec<Uuid>,
    events: Vec<Option<Uuid>>,
    actor_kinds: Vec<&'static str>,
    actors: Vec<Option<Uuid>>,
    actions: Vec<&'static str>,
    subject_kinds: Vec<&'static str>,
    subjects: Vec<Uuid>,
    befores: Vec<Option<Value>>,
    afters: Vec<Value>,
    facts: Vec<Option<Value>>,
    correlations: Vec<String>,
    from_addrs: Vec<Option<String>>,
    reasons: Vec<Option<String>>,
}

impl Trail {
    /// Adds what the request `cx` did.
    pub fn push(&mut self, cx: &Cx, entry: Entry) {
        self.ids.push(AuditId::new(cx.now, &cx.chance).uuid());
        self.events.push(entry.event.map(EventId::uuid));
        self.actor_kinds.push(cx.actor.kind());
        self.actors.push(cx.actor.id());
        self.actions.push(entry.action);
        self.subject_kinds.push(entry.subject_kind);
        self.subjects.push(entry.subject);
        self.befores.push(entry.before);
        self.afters.push(entry.after);
        self.facts.push(entry.fact);
        self.correlations.push(cx.correlation.to_string());
        self.from_addrs.push(cx.from_addr());
        self.reasons.push(cx.reason().map(str::to_owned));
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
               where fact is not null
             ), waiting as (
               insert into audit_waiting (org_id, id) select $1, unnest($3::uuid[])
             )
             insert into audit_log (org_id, at, id, event_id, actor_kind, actor_id, action, subject_kind, subject_id,
               after, correlation, before, from_addr, reason)
             select $1, $2, t.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[],
               $9::uuid[], $10::jsonb[], $12::text[], $13::jsonb[], $14::text[], $15::text[]) as t",
            org,
            now,
            &self.ids,
            &self.events as &[Option<Uuid>],
            &self.actor_kinds as &[&str],
            &self.actors as &[Option<Uuid>],
            &self.actions as &[&str],
            &self.subject_kinds as &[&str],
            &self.subjects,
            &self.afters,
            &self.facts as &[Option<Value>],
            &self.correlations,
            &self.befores as &[Option<Value>],
            &self.from_addrs as &[Option<String>],
            &self.reasons as &[Option<String>],
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
