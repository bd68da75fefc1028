//! SQL for the counters of `quotas`.

use ::store::Tx;
use kernel::{EventId, QuotaId};
use uuid::Uuid;

/// By how much the counters of one quota change.
pub(super) struct Change {
    pub quota: QuotaId,
    pub held: i64,
    pub sold: i64,
    pub beyond: i64,
}

/// A quota's counters as they are under a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaRow {
    /// The quota.
    pub id: QuotaId,
    /// Places there are; unlimited if absent.
    pub size: Option<i64>,
    /// Places sold.
    pub sold: i64,
    /// Places held by open carts and unpaid orders.
    pub held: i64,
    /// Places kept aside.
    pub blocked: i64,
    /// Those of the sold and held places that vouchers took beyond the size.
    pub overbooked: i64,
    /// Whether it was closed when it was sold out.
    pub closed: bool,
}

impl QuotaRow {
    /// Places left; unlimited if absent.
    pub fn free(&self) -> Option<i64> {
        if self.closed {
            Some(0)
        } else {
            Some(self.size? + self.overbooked - self.sold - self.held - self.blocked)
        }
    }
}

pub(super) async fn lock(tx: &mut Tx, quotas: &[QuotaId]) -> Result<Vec<QuotaRow>, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = quotas.iter().map(|id| id.uuid()).collect();
    sqlx::query_as!(
        QuotaRow,
        r#"select id as "id: QuotaId", size, sold, held, blocked, overbooked, closed from quotas
           where org_id = $1 and id = any($2) order by id for no key update"#,
        org,
        &ids,
    )
    .fetch_all(&mut **tx)
    .await
}

/// The changes as the columns that `unnest` takes.
fn columns(changes: &[Change]) -> (Vec<Uuid>, Vec<i64>, Vec<i64>, Vec<i64>) {
    changes.iter().map(|change| (change.quota.uuid(), change.held, change.sold, change.beyond)).collect()
}

/// Changes the counters where that doesn't oversell; returns the quotas that took the change.
pub(super) async fn apply(tx: &mut Tx, changes: &[Change]) -> Result<Vec<QuotaId>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (ids, held, sold, beyond) = columns(changes);
    sqlx::query_scalar!(
        r#"update quotas q
           set held = q.held + d.held, sold = q.sold + d.sold, overbooked = q.overbooked + d.beyond, updated_at = $5,
             closed = q.closed or coalesce(q.close_when_sold_out and d.sold > 0
               and q.sold + d.sold + q.blocked >= q.size + q.overbooked + d.beyond, false)
           from unnest($2::uuid[], $3::bigint[], $4::bigint[], $6::bigint[]) as d (id, held, sold, beyond)
           where q.org_id = $1 and q.id = d.id
             and (d.held + d.sold <= d.beyond or (not q.closed and (q.size is null
               or q.sold + q.held + q.blocked + d.held + d.sold <= q.size + q.overbooked + d.beyond)))
           returning q.id as "id: QuotaId""#,
        org,
        &ids,
        &held,
        &sold,
        now,
        &beyond,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Changes all the counters where the event still has this version and nothing is oversold; returns how many did.
/// The rows are locked in the order of their ids first: a plain update takes them in any order.
pub(super) async fn apply_at(
    tx: &mut Tx,
    event: EventId,
    version: i64,
    changes: &[Change],
) -> Result<u64, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let (ids, held, sold, beyond) = columns(changes);
    let done = sqlx::query!(
        "with locked as materialized (
           select id from quotas where org_id = $1 and id = any($2) order by id for no key update
         )
         update quotas q
         set held = q.held + d.held, sold = q.sold + d.sold, overbooked = q.overbooked + d.beyond, updated_at = $5,
           closed = q.closed or coalesce(q.close_when_sold_out and d.sold > 0
             and q.sold + d.sold + q.blocked >= q.size + q.overbooked + d.beyond, false)
         from unnest($2::uuid[], $3::bigint[], $4::bigint[], $8::bigint[]) as d (id, held, sold, beyond)
           join locked on locked.id = d.id
         where q.org_id = $1 and q.id = d.id
           and (d.held + d.sold <= d.beyond or (not q.closed and (q.size is null
             or q.sold + q.held + q.blocked + d.held + d.sold <= q.size + q.overbooked + d.beyond)))
           and exists (select from events where org_id = $1 and id = $6 and version = $7)",
        org,
        &ids,
        &held,
        &sold,
        now,
        event.uuid(),
        version,
        &beyond,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// The same as one text without parameters. Refuses by the table's own checks if that oversells, or takes from a quota
/// that was closed.
pub(super) fn apply_text(tx: &Tx, changes: &[Change]) -> String {
    let list = |each: &dyn Fn(&Change) -> String| changes.iter().map(each).collect::<Vec<_>>().join(",");
    let ids = list(&|change| change.quota.uuid().to_string());
    let held = list(&|change| change.held.to_string());
    let sold = list(&|change| change.sold.to_string());
    let beyond = list(&|change| change.beyond.to_string());
    let (org, now) = (tx.org().uuid(), tx.now());
    format!("select move_places('{org}', '{{{ids}}}', '{{{held}}}', '{{{sold}}}', '{{{beyond}}}', '{now}')")
}

/// Whether the event has a test stock.
pub(super) async fn has_tests(tx: &mut Tx, event: EventId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from quotas where org_id = $1 and event_id = $2 and test_of is not null)
             or exists (select from events where org_id = $1 and id = $2 and test_mode) as "any!""#,
        org,
        event.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// Makes the event's test stock what its quotas are, less what tests have taken.
pub(super) async fn refresh_tests(tx: &mut Tx, event: EventId) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("select refresh_test_stock($1, $2, $3)", org, event.uuid(), now).execute(&mut **tx).await?;
    Ok(())
}
