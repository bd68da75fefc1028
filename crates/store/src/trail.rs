//! What one or many requests leave behind in the audit log, the outbox and the job queue, written in one statement.

use kernel::{AuditId, EventId, Instant};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Cx, Tx,
    job::{self, NewJob},
};

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
    jobs: job::Columns,
    jobs_gone: Vec<String>,
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

    /// Has a job done once this is committed; it is left out if its key already has an unfinished one.
    pub fn enqueue(&mut self, job: NewJob) {
        self.jobs.push(job);
    }

    /// Takes the unfinished job of this key back, as [`job::remove`] does.
    pub fn take_back(&mut self, key: String) {
        self.jobs_gone.push(key);
    }

    /// Writes everything at the transaction's time.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        if self.ids.is_empty() && self.jobs.kinds.is_empty() && self.jobs_gone.is_empty() {
            return Ok(());
        }
        if self.jobs.run_ats.iter().any(|at| *at <= tx.now()) {
            tx.mark_enqueued();
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
             ), gone as (
               delete from jobs where key = any ($24) and failed_at is null
             ), queued as (
               insert into jobs (org_id, kind, payload, key, run_at, max_attempts, correlation, created_at)
               select * from unnest($16::uuid[], $17::text[], $18::jsonb[], $19::text[], $20::timestamptz[], $21::int[],
                                    $22::text[], $23::timestamptz[])
               on conflict (key) where key is not null and failed_at is null do nothing
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
            &self.jobs.orgs as &[Option<Uuid>],
            &self.jobs.kinds as &[&str],
            &self.jobs.payloads,
            &self.jobs.keys as &[Option<String>],
            &self.jobs.run_ats as &[Instant],
            &self.jobs.max_attempts,
            &self.jobs.correlations as &[Option<String>],
            &self.jobs.created_ats as &[Instant],
            &self.jobs_gone,
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
