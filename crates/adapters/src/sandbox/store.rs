use kernel::{Instant, Money};
use ports::Intent;
use serde_json::json;
use sqlx::types::Uuid;
use store::{
    Db,
    job::{Columns, NewJob},
};

use super::{Payment, Status};

/// Opens a payment, or finds the one that was opened for the same payment of the shop; returns its id.
pub(super) async fn open(db: &Db, id: &str, intent: &Intent, now: Instant) -> Result<String, sqlx::Error> {
    // The update changes nothing; it makes the row of a repeated call come back.
    sqlx::query_scalar!(
        "insert into sandbox_payments (id, amount_minor, currency, description, return_url, metadata,
           idempotency_key, status, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $8)
         on conflict (idempotency_key) do update set idempotency_key = excluded.idempotency_key
         returning id",
        id,
        intent.amount.minor,
        intent.amount.currency.code(),
        intent.description,
        intent.return_url,
        json!({"org": intent.org, "event": intent.event, "payment": intent.payment}),
        intent.payment.to_string(),
        now,
    )
    .fetch_one(&mut *db.outside().await?)
    .await
}

pub(super) async fn find(db: &Db, id: &str) -> Result<Option<Payment>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select amount_minor, currency, description, return_url, status as "status: Status"
           from sandbox_payments where id = $1"#,
        id,
    )
    .fetch_optional(&mut *db.outside().await?)
    .await?;
    row.map(|row| {
        let currency = row.currency.parse().map_err(|error| sqlx::Error::ColumnDecode {
            index: "currency".to_owned(),
            source: Box::<kernel::money::UnknownCurrency>::new(error),
        })?;
        Ok(Payment {
            amount: Money::new(row.amount_minor, currency),
            description: row.description,
            return_url: row.return_url,
            status: row.status,
        })
    })
    .transpose()
}

/// A step of a payment.
pub(super) struct Step {
    pub from: Status,
    pub to: Status,
    pub settles_at: Option<Instant>,
    pub now: Instant,
}

/// Moves a payment on and has `jobs` done about it, each of which gets the payment as it is then as `data`; returns where
/// its buyer goes back to, nothing if it is not where it was thought to be.
pub(super) async fn advance(
    db: &Db,
    id: &str,
    step: &Step,
    jobs: Vec<NewJob>,
) -> Result<Option<String>, sqlx::Error> {
    let new = Columns::from_iter(jobs);
    sqlx::query_scalar!(
        "with moved as (
           update sandbox_payments set status = $3, settles_at = $4, updated_at = $5 where id = $1 and status = $2
           returning return_url,
             jsonb_build_object('data', jsonb_build_object('id', id, 'status', status, 'amount_minor', amount_minor,
               'currency', currency, 'metadata', metadata)) as told
         )
         select return_url
         from moved,
           enqueue_jobs($6, $7, array(select payload || told from unnest($8::jsonb[]) as payload), $9, $10, $11, $12, $13)",
        id,
        step.from as Status,
        step.to as Status,
        step.settles_at,
        step.now,
        &new.orgs as &[Option<Uuid>],
        &new.kinds as &[&str],
        &new.payloads,
        &new.keys as &[Option<String>],
        &new.run_ats as &[Instant],
        &new.max_attempts,
        &new.correlations as &[Option<String>],
        &new.created_ats as &[Instant],
    )
    .fetch_optional(&mut *db.outside().await?)
    .await
}
