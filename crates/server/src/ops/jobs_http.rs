//! Background work that failed, for the organisation it belongs to.

use axum::http::StatusCode;
use httpkit::{ApiRouter, Json, OrgScope, Path, Problem, Query, routes};
use kernel::{Cursor, Instant, PageQuery, perm};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    audit::{self, Entry},
    job,
};
use utoipa::ToSchema;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(list_dead_jobs)).routes(routes!(retry_job))
}

/// A job that was given up.
#[derive(Debug, Serialize, ToSchema)]
struct DeadJob {
    /// Its number in the queue.
    id: i64,
    /// What it was to do, such as `order.deliver`.
    kind: String,
    /// How often it was tried.
    attempts: i32,
    /// Why the last try failed. What exactly went wrong inside is for the operator: `tessera jobs failed`.
    reason: Reason,
    /// When it was given up.
    failed_at: Instant,
}

/// Why a job failed, as far as it concerns whoever it was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeadJobReason)]
enum Reason {
    /// Something outside did not answer: trying again later may help.
    Unreachable,
    /// Something that belongs to it is not there any more.
    Gone,
    /// Something went wrong inside.
    Internal,
}

impl Reason {
    /// Errors are texts by the time a job is given up.
    fn of(error: &str) -> Self {
        const AWAY: [&str; 8] =
            ["timed out", "timeout", "connect", "unreachable", "refused", "reset by peer", "closed", "dns"];
        let error = error.to_lowercase();
        match () {
            () if AWAY.iter().any(|word| error.contains(word)) => Self::Unreachable,
            () if error.contains("not there") || error.contains("not found") => Self::Gone,
            () => Self::Internal,
        }
    }
}

/// Failed jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct DeadJobs {
    /// The jobs.
    items: Vec<DeadJob>,
    /// Where the next page starts.
    next_cursor: Option<String>,
}

/// Background work of the organisation that failed for good.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/jobs", tag = "jobs",
    params(("org" = String, Path), PageQuery), responses((status = 200, body = DeadJobs)), security(("session" = [])),
    extensions(("x-permission" = json!("jobs.manage"))))]
async fn list_dead_jobs(
    scope: OrgScope<perm::JobsManage>,
    Query(page): Query<PageQuery>,
) -> Result<Json<DeadJobs>, Problem> {
    let mut tx = scope.cx.read().await?;
    let after = page.cursor.as_deref().map(Cursor::decode).transpose().map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, "request.bad_cursor", "The cursor can't be read")
            .detail(error.to_string())
    })?;
    let page = job::dead_letters(&mut tx, Some(scope.cx.org), after, page.limit()).await?;
    let page = page.map(|dead| DeadJob {
        id: dead.id,
        kind: dead.kind,
        attempts: dead.attempts,
        reason: Reason::of(&dead.last_error.unwrap_or_default()),
        failed_at: dead.failed_at,
    });
    Ok(Json(DeadJobs { items: page.items, next_cursor: page.next_cursor }))
}

/// The part of the path that names a job.
#[derive(Deserialize)]
struct JobPath {
    job: i64,
}

/// Puts a failed job back into the queue.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/jobs/{job}/retry", tag = "jobs",
    params(("org" = String, Path), ("job" = i64, Path)), responses((status = 202)), security(("session" = [])),
    extensions(("x-permission" = json!("jobs.manage")), ("x-audit" = json!(["job.retried"]))))]
async fn retry_job(
    scope: OrgScope<perm::JobsManage>,
    Path(path): Path<JobPath>,
) -> Result<StatusCode, Problem> {
    let mut tx = scope.cx.begin().await?;
    if !job::replay(&mut tx, Some(scope.cx.org), path.job, scope.cx.now).await? {
        return Err(Problem::not_found("job"));
    }
    // Jobs are numbered for all organisations together, so the entry is about the organisation.
    let entry = Entry {
        action: "job.retried",
        subject_kind: "organisation",
        subject: scope.cx.org.uuid(),
        event: None,
        before: None,
        after: Some(json!({ "job": path.job })),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    scope.cx.db.wake_workers();
    Ok(StatusCode::ACCEPTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_told_what_concerns_them_and_nothing_of_the_inside() {
        for (error, reason) in [
            ("given up after 10 attempts: Connection refused (os error 111)", Reason::Unreachable),
            ("the mail server: operation timed out", Reason::Unreachable),
            ("the order is not there", Reason::Gone),
            ("relation \"mails\" does not exist", Reason::Internal),
            ("", Reason::Internal),
        ] {
            assert_eq!(Reason::of(error), reason, "{error}");
        }
    }
}
