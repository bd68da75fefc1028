//! Payments in SQL.

use kernel::{EventId, Instant, Money, OrderId, PaymentId};
use ports::{Notice, Started};
use sqlx::types::Json;
use store::Tx;

use super::{Payment, PaymentState};
use crate::{
    order::{Approval, Channel, Order, OrderStatus, PaymentMethod, store::order_in},
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

/// A payment that somebody asks about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub provider: &'a str,
    /// What the provider calls it.
    pub reference: &'a str,
    /// The provider's notice that led here.
    pub notice: Option<&'a Notice>,
}

impl Asked<'_> {
    /// Whether it is this one.
    pub fn is(&self, payment: &Payment) -> bool {
        self.provider == payment.provider && Some(self.reference) == payment.provider_ref.as_deref()
    }
}

/// A payment with its order, both locked, and the version of the event's catalogue.
pub(super) struct Locked {
    pub payment: Payment,
    pub order: Order,
    pub version: Option<i64>,
    /// The notices about it that came for the first time, by the provider's ids.
    pub news: Vec<String>,
}

/// The payments that providers call so, each locked with its order: the orders first, as everybody does, by their ids. Their
/// providers' notices are remembered on the way.
pub(super) async fn lock(tx: &mut Tx, asked: &[Asked<'_>]) -> Result<Vec<Locked>, sqlx::Error> {
    let providers: Vec<&str> = asked.iter().map(|asked| asked.provider).collect();
    let references: Vec<&str> = asked.iter().map(|asked| asked.reference).collect();
    let notices = || asked.iter().map(|asked| asked.notice);
    let events: Vec<Option<&str>> = notices().map(|n| n.map(|n| n.event_id.as_str())).collect();
    let kinds: Vec<Option<&str>> = notices().map(|n| n.map(|n| n.kind.as_str())).collect();
    let rows = sqlx::query!(
        r#"with asked as materialized (
             select * from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as a (provider, ref, event_id, kind)
           ), seen as (
             insert into provider_events (org_id, provider, event_id, kind, received_at)
             select $1, provider, event_id, kind, $6 from asked where event_id is not null
             on conflict do nothing
             returning provider, event_id
           ), locked as materialized (
             select o.*, p.id as payment_id, p.number, p.provider, p.provider_ref, p.amount_minor, p.state, p.redirect_url,
               p.failure, p.created_at as begun_at, p.confirmed_at
             from orders o join payments p on p.order_id = o.id
             where p.org_id = $1 and p.provider = any($2) and p.provider_ref = any($3)
             order by o.id, p.id
             for update of o, p
           )
           select payment_id as "payment_id: PaymentId", number, provider, provider_ref, amount_minor,
             state as "state: PaymentState", redirect_url, failure, begun_at, confirmed_at, id as "id: OrderId",
             event_id as "event_id: EventId", code, secret, status as "status: OrderStatus",
             channel as "channel: Channel", name, email, locale, total_minor, currency,
             payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at, fee_minor,
             tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id,
             (select version from event_versions v where v.org_id = $1 and v.id = locked.event_id) as version,
             array(select event_id from seen join asked using (provider, event_id)
                   where seen.provider = locked.provider and asked.ref = locked.provider_ref) as "news!"
           from locked"#,
        tx.org().uuid(),
        &providers as &[&str],
        &references as &[&str],
        &events as &[Option<&str>],
        &kinds as &[Option<&str>],
        tx.now(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut locked = Vec::with_capacity(rows.len());
    for row in rows {
        let payment = PaymentRow {
            id: row.payment_id,
            order_id: row.id,
            number: row.number,
            provider: row.provider,
            provider_ref: row.provider_ref,
            amount_minor: row.amount_minor,
            currency: row.currency.clone(),
            state: row.state,
            redirect_url: row.redirect_url,
            failure: row.failure,
            created_at: row.begun_at,
            confirmed_at: row.confirmed_at,
        };
        let (payment, order) = (payment.try_into()?, order_in!(row)?);
        locked.push(Locked { payment, order, version: row.version, news: row.news });
    }
    Ok(locked)
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
    notice: &Notice,
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

/// Notes what providers call created payments and where their buyers pay.
pub(super) async fn attach(tx: &mut Tx, opened: &[(PaymentId, &Started)]) -> Result<(), sqlx::Error> {
    let ids: Vec<uuid::Uuid> = opened.iter().map(|(payment, _)| payment.uuid()).collect();
    let references: Vec<&str> = opened.iter().map(|(_, started)| started.provider_ref.as_str()).collect();
    let urls: Vec<&str> = opened.iter().map(|(_, started)| started.redirect_url.as_str()).collect();
    sqlx::query!(
        "update payments p set provider_ref = o.ref, redirect_url = o.url, state = 'pending'
         from unnest($2::uuid[], $3::text[], $4::text[]) as o (id, ref, url)
         where p.org_id = $1 and p.id = o.id and p.id = any($2) and p.state = 'created'",
        tx.org().uuid(),
        &ids,
        &references as &[&str],
        &urls as &[&str],
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
