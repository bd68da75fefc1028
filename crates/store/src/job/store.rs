//! The queue's SQL. The time is always the caller's; the database's clock is never read.

use kernel::{CorrelationId, Instant, OrgId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::NewJob;

/// Writes one job, replacing the unfinished one of the same key.
pub(super) async fn insert(conn: &mut PgConnection, job: &NewJob) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into jobs (org_id, kind, payload, key, run_at, max_attempts, correlation, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (key) where key is not null and failed_at is null do update set
           org_id = excluded.org_id, kind = excluded.kind, payload = excluded.payload, run_at = excluded.run_at,
           max_attempts = excluded.max_attempts, correlation = excluded.correlation,
           attempts = 0, last_error = null, revision = jobs.revision + 1",
        job.org.map(OrgId::uuid),
        job.kind,
        job.payload,
        job.key,
        job.run_at,
        job.max_attempts,
        job.correlation.map(|id| id.to_string()),
        job.created_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Jobs as the columns of their table: the arguments of the SQL function `enqueue_jobs`, in this order.
#[derive(Debug, Default)]
pub struct Columns {
    /// [`NewJob::org`]
    pub orgs: Vec<Option<Uuid>>,
    /// [`NewJob::kind`]
    pub kinds: Vec<&'static str>,
    /// [`NewJob::payload`]
    pub payloads: Vec<Value>,
    /// [`NewJob::key`]
    pub keys: Vec<Option<String>>,
    /// [`NewJob::run_at`]
    pub run_ats: Vec<Instant>,
    /// [`NewJob::max_attempts`]
    pub max_attempts: Vec<i32>,
    /// [`NewJob::correlation`]
    pub correlations: Vec<Option<String>>,
    /// [`NewJob::created_at`]
    pub created_ats: Vec<Instant>,
}

impl FromIterator<NewJob> for Columns {
    fn from_iter<I: IntoIterator<Item = NewJob>>(jobs: I) -> Self {
        let mut columns = Self::default();
        jobs.into_iter().for_each(|job| columns.push(job));
        columns
    }
}

impl Columns {
    pub(crate) fn push(&mut self, job: NewJob) {
        self.orgs.push(job.org.map(OrgId::uuid));
        self.kinds.push(job.kind);
        self.payloads.push(job.payload);
        self.keys.push(job.key);
        self.run_ats.push(job.run_at);
        self.max_attempts.push(job.max_attempts);
        self.correlations.push(job.correlation.map(|id| id.to_string()));
        self.created_ats.push(job.created_at);
    }
}

/// Writes many jobs in one statement; one whose key already has an unfinished job is left out. The caller wakes the
/// workers ([`crate::Db::wake_workers`]) after the commit. What also leaves something in the audit log or the outbox
/// writes its jobs with that: [`crate::trail::Trail`]; what changes a row in one statement, with that: `enqueue_jobs`.
pub async fn enqueue_many(conn: &mut PgConnection, jobs: Vec<NewJob>) -> Result<(), sqlx::Error> {
    if jobs.is_empty() {
        return Ok(());
    }
    let new = Columns::from_iter(jobs);
    sqlx::query!(
        "select enqueue_jobs($1, $2, $3, $4, $5, $6, $7, $8)",
        &new.orgs as &[Option<Uuid>],
        &new.kinds as &[&str],
        &new.payloads,
        &new.keys as &[Option<String>],
        &new.run_ats as &[Instant],
        &new.max_attempts,
        &new.correlations as &[Option<String>],
        &new.created_ats as &[Instant],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the unfinished job of this key.
pub(super) async fn remove(conn: &mut PgConnection, key: &str) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query!("delete from jobs where key = $1 and failed_at is null", key).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// Whether there is an unfinished job of this key.
pub(super) async fn is_unfinished(conn: &mut PgConnection, key: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from jobs where key = $1 and failed_at is null) as "unfinished!""#,
        key,
    )
    .fetch_one(conn)
    .await
}

/// A job this worker holds.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) id: i64,
    pub(super) org: Option<OrgId>,
    pub(super) kind: String,
    pub(super) payload: Value,
    pub(super) revision: i32,
    pub(super) attempt: i32,
    pub(super) max_attempts: i32,
    pub(super) correlation: Option<String>,
}

/// Who asks for jobs, and how.
#[derive(Debug)]
pub(super) struct Claim<'a> {
    pub(super) worker: &'a str,
    pub(super) kinds: &'a [String],
    pub(super) limit: i64,
    pub(super) now: Instant,
    pub(super) until: Instant,
}

/// Takes due jobs, the longest waiting first, under a lease. A lease that has run out counts as none: its worker died.
/// Nobody waits for the disk here or in [`finish`] (`synchronous_commit`): when PostgreSQL breaks down it may forget that
/// jobs were taken or done, and they run again, as after any crash. What they did was committed before, and is durable.
pub(super) async fn fetch(conn: &mut PgConnection, claim: &Claim<'_>) -> Result<Vec<Fetched>, sqlx::Error> {
    sqlx::query_as!(
        Fetched,
        r#"with due as (
             select id from jobs, set_config('synchronous_commit', 'off', true)
             where failed_at is null and run_at <= $1 and (locked_until is null or locked_until <= $1)
               and kind = any($2)
             order by run_at, id
             limit $3
             for update of jobs skip locked)
           update jobs set locked_by = $4, locked_until = $5, attempts = attempts + 1
           from due where jobs.id = due.id
           returning jobs.id, org_id as "org: OrgId", kind, payload, revision, attempts as attempt, max_attempts,
                     correlation"#,
        claim.now,
        claim.kinds,
        claim.limit,
        claim.worker,
        claim.until,
    )
    .fetch_all(conn)
    .await
}

/// Prolongs the leases of running jobs; returns those that are still this worker's.
pub(super) async fn extend(
    conn: &mut PgConnection,
    worker: &str,
    ids: &[i64],
    until: Instant,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "update jobs set locked_until = $3 where id = any($1) and locked_by = $2 returning id",
        ids,
        worker,
        until,
    )
    .fetch_all(conn)
    .await
}

/// Deletes finished jobs. One that was replaced while it ran stays, and is released to run again.
pub(super) async fn finish(
    conn: &mut PgConnection,
    worker: &str,
    jobs: &[(i64, i32)],
) -> Result<(), sqlx::Error> {
    let (ids, revisions): (Vec<i64>, Vec<i32>) = jobs.iter().copied().unzip();
    let deleted = sqlx::query!(
        // Found by the list of ids: a join with the pairs reads the whole queue.
        "delete from jobs using set_config('synchronous_commit', 'off', true) where id = any($1) and locked_by = $3
           and (id, revision) in (select * from unnest($1::bigint[], $2::int[]))",
        &ids,
        &revisions,
        worker,
    )
    .execute(&mut *conn)
    .await?;
    if deleted.rows_affected() < ids.len() as u64 {
        release(conn, worker, &ids).await?;
    }
    Ok(())
}

/// Gives jobs back as if they had not been fetched.
pub(super) async fn release(conn: &mut PgConnection, worker: &str, ids: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update jobs set locked_by = null, locked_until = null, attempts = greatest(attempts - 1, 0)
         where id = any($1) and locked_by = $2",
        ids,
        worker,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a job off: after an error, or without one, and then this try does not count.
pub(super) async fn put_off(
    conn: &mut PgConnection,
    worker: &str,
    (id, revision): (i64, i32),
    run_at: Instant,
    error: Option<&str>,
) -> Result<(), sqlx::Error> {
    let done = sqlx::query!(
        "update jobs set locked_by = null, locked_until = null, run_at = $4, last_error = coalesce($5, last_error),
           attempts = case when $5::text is null then attempts - 1 else attempts end
         where id = $1 and revision = $2 and locked_by = $3",
        id,
        revision,
        worker,
        run_at,
        error,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        release(conn, worker, &[id]).await?;
    }
    Ok(())
}

/// Makes a job a dead letter.
pub(super) async fn bury(
    conn: &mut PgConnection,
    worker: &str,
    (id, revision): (i64, i32),
    now: Instant,
    error: &str,
) -> Result<(), sqlx::Error> {
    let done = sqlx::query!(
        "update jobs set locked_by = null, locked_until = null, failed_at = $4, last_error = $5
         where id = $1 and revision = $2 and locked_by = $3",
        id,
        revision,
        worker,
        now,
        error,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        release(conn, worker, &[id]).await?;
    }
    Ok(())
}

/// Makes a schedule known; an earlier moment that is already waiting stays.
pub(super) async fn plan(conn: &mut PgConnection, name: &str, next: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into job_schedules (name, next_run_at) values ($1, $2)
         on conflict (name) do update set next_run_at = excluded.next_run_at
         where excluded.next_run_at < job_schedules.next_run_at",
        name,
        next,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The schedules whose moment has come.
pub(super) async fn due_schedules(conn: &mut PgConnection, now: Instant) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from job_schedules where next_run_at <= $1", now).fetch_all(conn).await
}

/// If the schedule is due, moves it to `next` and enqueues `job`, both in this one statement, so that of several
/// processes one does it. `true` if it was this one.
pub(super) async fn tick(
    conn: &mut PgConnection,
    name: &str,
    next: Instant,
    job: &NewJob,
) -> Result<bool, sqlx::Error> {
    let claimed = sqlx::query!(
        r#"with claimed as (
             update job_schedules set last_run_at = $2, next_run_at = $3
             where name = $1 and next_run_at <= $2
             returning name),
           enqueued as (
             insert into jobs (kind, payload, key, run_at, max_attempts, created_at)
             select $4, $5, $6, $2, $7, $2 from claimed
             on conflict (key) where key is not null and failed_at is null do nothing)
           select name from claimed"#,
        name,
        job.run_at,
        next,
        job.kind,
        job.payload,
        job.key,
        job.max_attempts,
    )
    .fetch_optional(conn)
    .await?;
    Ok(claimed.is_some())
}

/// Who caused a job, as far as its row tells.
pub(super) fn correlation(job: &Fetched) -> Option<CorrelationId> {
    job.correlation.as_deref()?.parse().ok()
}
