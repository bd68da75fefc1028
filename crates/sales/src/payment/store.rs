//! Payments in SQL.

use kernel::{EventId, Instant, Money, OrderId, PaymentId};
use sqlx::types::Json;
use store::Tx;

use super::{Payment, PaymentState};
use crate::{
    order::{Approval, Channel, Order, OrderStatus, PaymentMethod, store::OrderRow},
    price::BuyerTax,
};

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

/// A payment with its order, both locked, and the version of the event's catalogue.
pub(super) struct Locked {
    pub payment: Payment,
    pub order: Order,
    pub version: Option<i64>,
    /// Whether the notice that led here came for the first time; true without one.
    pub news: bool,
}

/// The payment the provider calls `reference`, locked with its order: the order first, as everybody does. A provider's
/// notice about it is remembered on the way.
pub(super) async fn lock(
    tx: &mut Tx,
    provider: &str,
    reference: &str,
    notice: Option<&ports::Notice>,
) -> Result<Option<Locked>, sqlx::Error> {
    let row = sqlx::query!(
        r#"with seen as (
             insert into provider_events (org_id, provider, event_id, kind, received_at)
             select $1, $2, $4::text, $5, $6 where $4::text is not null
             on conflict do nothing
             returning event_id
           ), locked as materialized (
             select p.id, p.number, p.provider, p.provider_ref, p.amount_minor, p.state, p.redirect_url, p.failure,
               p.created_at, p.confirmed_at, o.id as order_id, o.event_id, o.code, o.secret, o.status, o.channel,
               o.name, o.email, o.locale, o.total_minor, o.currency, o.payment_method, o.expires_at, o.paid_at,
               o.ended_at, o.created_at as placed_at, o.fee_minor, o.tax_minor, o.voucher, o.buyer_tax, o.approval, o.test,
               o.seller_name, o.seller_vat_id
             from orders o join payments p on p.order_id = o.id
             where p.org_id = $1 and p.provider = $2 and p.provider_ref = $3
             for update of o, p
           )
           select id as "id: PaymentId", number, provider, provider_ref, amount_minor, state as "state: PaymentState",
             redirect_url, failure, created_at, confirmed_at, order_id as "order_id: OrderId",
             event_id as "event_id: EventId", code, secret, status as "status: OrderStatus",
             channel as "channel: Channel", name, email, locale, total_minor, currency,
             payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, placed_at, fee_minor,
             tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id,
             (select version from event_versions v where v.org_id = $1 and v.id = locked.event_id) as version,
             ($4::text is null or exists (select from seen)) as "news!"
           from locked"#,
        tx.org().uuid(),
        provider,
        reference,
        notice.map(|notice| notice.event_id.as_str()),
        notice.map(|notice| notice.kind.as_str()),
        tx.now(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let payment = PaymentRow {
        id: row.id,
        order_id: row.order_id,
        number: row.number,
        provider: row.provider,
        provider_ref: row.provider_ref,
        amount_minor: row.amount_minor,
        currency: row.currency.clone(),
        state: row.state,
        redirect_url: row.redirect_url,
        failure: row.failure,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
    };
    let order = OrderRow {
        id: row.order_id,
        event_id: row.event_id,
        code: row.code,
        secret: row.secret,
        status: row.status,
        channel: row.channel,
        name: row.name,
        email: row.email,
        locale: row.locale,
        total_minor: row.total_minor,
        currency: row.currency,
        payment_method: row.payment_method,
        expires_at: row.expires_at,
        paid_at: row.paid_at,
        ended_at: row.ended_at,
        created_at: row.placed_at,
        fee_minor: row.fee_minor,
        tax_minor: row.tax_minor,
        voucher: row.voucher,
        buyer_tax: row.buyer_tax,
        approval: row.approval,
        test: row.test,
        seller_name: row.seller_name,
        seller_vat_id: row.seller_vat_id,
    };
    let (payment, order) = (payment.try_into()?, order.try_into()?);
    Ok(Some(Locked { payment, order, version: row.version, news: row.news }))
}

/// The payments under way at providers of the order behind a secret link: provider and reference. A wrong secret is the
/// same as no order.
pub(super) async fn pending_behind_link(
    tx: &mut Tx,
    event: EventId,
    (code, secret): (&str, &str),
) -> Result<Option<Vec<(String, String)>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.secret, p.provider as "provider?", p.provider_ref as "reference?"
           from orders o left join payments p
             on p.order_id = o.id and p.state = 'pending' and p.provider_ref is not null
           where o.org_id = $1 and o.event_id = $2 and o.code = $3 order by p.number"#,
        tx.org().uuid(),
        event.uuid(),
        code,
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.first().is_none_or(|row| row.secret != secret) {
        return Ok(None);
    }
    Ok(Some(rows.into_iter().filter_map(|row| row.provider.zip(row.reference)).collect()))
}

/// Remembers a notice about a payment whose money is there; `false`, and nothing done, if it is not. Nobody waits for the
/// disk: a notice that is forgotten when PostgreSQL breaks down is taken for a new one when it comes again, and finds the
/// money there.
pub(super) async fn remember_if_confirmed(
    tx: &mut Tx,
    provider: &str,
    notice: &ports::Notice,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with confirmed as materialized (
             select id from payments where org_id = $1 and provider = $2 and provider_ref = $3 and state = 'confirmed'
           ), seen as (
             insert into provider_events (org_id, provider, event_id, kind, received_at)
             select $1, $2, $4, $5, $6 from confirmed
             on conflict do nothing
           )
           select exists (select from confirmed) as "confirmed!" from set_config('synchronous_commit', 'off', true)"#,
        tx.org().uuid(),
        provider,
        notice.provider_ref,
        notice.event_id,
        notice.kind,
        tx.now(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// The payment with its event.
pub(super) async fn by_id(
    tx: &mut Tx,
    payment: PaymentId,
) -> Result<Option<(EventId, Payment)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PaymentId", order_id as "order_id: OrderId", event_id as "event_id: EventId", number,
             provider, provider_ref, amount_minor, currency, state as "state: PaymentState", redirect_url, failure,
             created_at, confirmed_at
           from payments where org_id = $1 and id = $2"#,
        tx.org().uuid(),
        payment.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let payment = PaymentRow {
        id: row.id,
        order_id: row.order_id,
        number: row.number,
        provider: row.provider,
        provider_ref: row.provider_ref,
        amount_minor: row.amount_minor,
        currency: row.currency,
        state: row.state,
        redirect_url: row.redirect_url,
        failure: row.failure,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
    };
    Ok(Some((row.event_id, payment.try_into()?)))
}

/// Inserts a payment.
pub(crate) async fn insert(tx: &mut Tx, event: EventId, payment: &Payment) -> Result<(), sqlx::Error> {
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

/// Notes that the money of a locked payment is there although its order can't take it, with its ledger row; that of a test
/// is not in the ledger.
pub(super) async fn confirm(
    tx: &mut Tx,
    payment: &Payment,
    order: &Order,
    amount: Money,
) -> Result<(), sqlx::Error> {
    let entry = kernel::LedgerEntryId::new(tx.now(), &tx.cx().chance);
    sqlx::query!(
        "with confirmed as (
           update payments set state = 'confirmed', failure = null, confirmed_at = $3
           where org_id = $1 and id = $2 and state <> 'confirmed'
           returning id
         )
         insert into ledger_entries (id, org_id, event_id, order_id, payment_id, kind, amount_minor, currency, at)
         select $4, $1, $5, $6, id, 'payment', $7, $8, $3 from confirmed where not $9::bool",
        tx.org().uuid(),
        payment.id.uuid(),
        tx.now(),
        entry.uuid(),
        order.event.uuid(),
        order.id.uuid(),
        amount.minor,
        order.total.currency.code(),
        order.mode.is_test(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a payment that is not confirmed to `state`; `false` if it is confirmed already.
pub(super) async fn set_failed(
    tx: &mut Tx,
    payment: PaymentId,
    state: PaymentState,
    failure: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update payments set state = $3, failure = $4
         where org_id = $1 and id = $2 and state <> 'confirmed'",
        tx.org().uuid(),
        payment.uuid(),
        state.as_str(),
        failure,
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
