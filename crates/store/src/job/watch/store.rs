//! The SQL of those who look at the queue.

use kernel::{Instant, OrgId, Page};
use sqlx::PgConnection;

use super::{Counts, DeadLetter, Leftover};

/// The dead letters, of one organisation or of all, latest first. `after` is the decoded cursor of the page before.
pub async fn dead_letters(
    conn: &mut PgConnection,
    org: Option<OrgId>,
    after: Option<(Instant, i64)>,
    limit: usize,
) -> Result<Page<DeadLetter>, sqlx::Error> {
    let (before_time, before_id) = after.unzip();
    let rows = sqlx::query_as!(
        DeadLetter,
        r#"select id, org_id as "org: OrgId", kind, payload, attempts, last_error, failed_at as "failed_at!",
                  correlation
           from jobs
           where failed_at is not null and ($1::uuid is null or org_id = $1)
             and ($2::timestamptz is null or (failed_at, id) < ($2, $3))
           order by failed_at desc, id desc
           limit $4"#,
        org.map(OrgId::uuid),
        before_time,
        before_id,
        i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1),
    )
    .fetch_all(conn)
    .await?;
    Ok(Page::cut(rows, limit, |letter| (letter.failed_at, letter.id)))
}

/// Has a dead letter (of `org`, or of anybody) done again from the first attempt; `false` if there is none. It comes
/// back without its key, because a younger job may have taken it.
pub async fn replay(
    conn: &mut PgConnection,
    org: Option<OrgId>,
    id: i64,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update jobs set failed_at = null, attempts = 0, run_at = $3, key = null
         where id = $1 and failed_at is not null and ($2::uuid is null or org_id = $2)",
        id,
        org.map(OrgId::uuid),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes a dead letter (of `org`, or of anybody); `false` if there is none.
pub async fn discard(conn: &mut PgConnection, org: Option<OrgId>, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from jobs where id = $1 and failed_at is not null and ($2::uuid is null or org_id = $2)",
        id,
        org.map(OrgId::uuid),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Counts the queue, of one organisation or of all.
pub async fn counts(
    conn: &mut PgConnection,
    org: Option<OrgId>,
    now: Instant,
) -> Result<Counts, sqlx::Error> {
    sqlx::query_as!(
        Counts,
        r#"select
             count(*) filter (where failed_at is null and not held and run_at <= $1) as "ready!",
             count(*) filter (where failed_at is null and held) as "running!",
             count(*) filter (where failed_at is null and not held and run_at > $1) as "scheduled!",
             count(*) filter (where failed_at is not null) as "dead!",
             min(run_at) filter (where failed_at is null and not held and run_at <= $1) as oldest_ready
           from (select run_at, failed_at, coalesce(locked_until > $1, false) as held
                 from jobs where $2::uuid is null or org_id = $2) as j"#,
        now,
        org.map(OrgId::uuid),
    )
    .fetch_one(conn)
    .await
}

/// Jobs that are due or dead, recurring ones apart: a test that leaves any behind has not looked at all it caused.
pub async fn leftovers(conn: &mut PgConnection, now: Instant) -> Result<Vec<Leftover>, sqlx::Error> {
    sqlx::query_as!(
        Leftover,
        r#"select kind, failed_at is not null as "dead!", last_error
           from jobs
           where failed_at is not null or run_at <= $1 and coalesce(key not like 'cron:%', true)
           order by id"#,
        now,
    )
    .fetch_all(conn)
    .await
}
