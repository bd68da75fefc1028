//! Payments in SQL.

use kernel::{Instant, Money, OrderId, PaymentId};
use store::Tx;

use super::{Payment, PaymentState};

struct PaymentRow {
    id: PaymentId,
    order_id: OrderId,
    number: i32,
    provider: String,
    provider_ref: Option<String>,
    amount_minor: i64,
    currency: String,
    state: PaymentState,
    redirect_url: Option<String>,
    failure: Option<String>,
    created_at: Instant,
    confirmed_at: Option<Instant>,
}

impl TryFrom<PaymentRow> for Payment {
    type Error = sqlx::Error;

    fn try_from(row: PaymentRow) -> Result<Self, sqlx::Error> {
        let currency = row.currency.parse().map_err(|e| sqlx::Error::Decode(Box::new(e)))?;
        Ok(Self {
            id: row.id,
            order: row.order_id,
            number: row.number,
            provider: row.provider,
            provider_ref: row.provider_ref,
            amount: Money::new(row.amount_minor, currency),
            state: row.state,
            redirect_url: row.redirect_url,
            failure: row.failure,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
        })
    }
}

/// The order's payments by number.
pub(crate) async fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<Payment>, sqlx::Error> {
    let rows = sqlx::query_as!(
        PaymentRow,
        r#"select id as "id: PaymentId", order_id as "order_id: OrderId", number, provider, provider_ref,
             amount_minor, currency, state as "state: PaymentState", redirect_url, failure, created_at, confirmed_at
           from payments where org_id = $1 and order_id = $2 order by number"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Payment::try_from).collect()
}

/// The payment the provider calls `reference`, locked.
pub(super) async fn lock(
    tx: &mut Tx,
    provider: &str,
    reference: &str,
) -> Result<Option<Payment>, sqlx::Error> {
    let row = sqlx::query_as!(
        PaymentRow,
        r#"select id as "id: PaymentId", order_id as "order_id: OrderId", number, provider, provider_ref,
             amount_minor, currency, state as "state: PaymentState", redirect_url, failure, created_at, confirmed_at
           from payments where org_id = $1 and provider = $2 and provider_ref = $3
           for update"#,
        tx.org().uuid(),
        provider,
        reference,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Payment::try_from).transpose()
}

/// Inserts a payment.
pub(crate) async fn insert(
    tx: &mut Tx,
    event: kernel::EventId,
    payment: &Payment,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into payments (id, org_id, event_id, order_id, number, provider, amount_minor, currency, state,
           created_at, confirmed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        payment.id.uuid(),
        tx.org().uuid(),
        event.uuid(),
        payment.order.uuid(),
        payment.number,
        payment.provider,
        payment.amount.minor,
        payment.amount.currency.code(),
        payment.state.as_str(),
        payment.created_at,
        payment.confirmed_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes what the provider calls a created payment and where the buyer pays.
pub(super) async fn attach(
    tx: &mut Tx,
    payment: PaymentId,
    started: &ports::Started,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set provider_ref = $3, redirect_url = $4, state = 'pending'
         where org_id = $1 and id = $2 and state = 'created'",
        tx.org().uuid(),
        payment.uuid(),
        started.provider_ref,
        started.redirect_url,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a payment that is not confirmed to `state`; `false` if it is confirmed already.
pub(super) async fn set_state(
    tx: &mut Tx,
    payment: PaymentId,
    state: PaymentState,
    failure: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let confirmed_at = (state == PaymentState::Confirmed).then(|| tx.now());
    let done = sqlx::query!(
        "update payments set state = $3, failure = $4, confirmed_at = $5
         where org_id = $1 and id = $2 and state <> 'confirmed'",
        tx.org().uuid(),
        payment.uuid(),
        state.as_str(),
        failure,
        confirmed_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives up what is still open of an order's payments.
pub(crate) async fn cancel_open(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update payments set state = 'cancelled'
         where org_id = $1 and order_id = $2 and state in ('created', 'pending')",
        tx.org().uuid(),
        order.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Remembers a provider's notice; `false` if it came before.
pub(super) async fn remember(
    tx: &mut Tx,
    provider: &str,
    notice: &ports::Notice,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into provider_events (org_id, provider, event_id, kind, received_at)
         values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        tx.org().uuid(),
        provider,
        notice.event_id,
        notice.kind,
        tx.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
