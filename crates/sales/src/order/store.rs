//! Orders and their positions in SQL.

mod link;
mod new_orders;

use std::collections::HashMap;

use catalog::{Mode, quote::VatCheck};
use kernel::{
    EventId, Instant, LedgerEntryId, Locale, Money, OrderId, PaymentId, PositionId, ProductId, VariationId,
};
use sqlx::types::Json;
use store::Tx;

use super::{Approval, Channel, Order, OrderStatus, PaymentMethod, Position, Seller, transition::Due};
use crate::price::{BuyerTax, Tariff};

pub(super) use link::{behind_link, whole};
pub(crate) use new_orders::NewOrders;

/// A row of `orders`.
pub(crate) struct OrderRow {
    pub id: OrderId,
    pub event_id: EventId,
    pub code: String,
    pub secret: String,
    pub status: OrderStatus,
    pub channel: Channel,
    pub name: String,
    pub email: String,
    pub locale: String,
    pub total_minor: i64,
    pub currency: String,
    pub payment_method: PaymentMethod,
    pub expires_at: Option<Instant>,
    pub paid_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub created_at: Instant,
    pub fee_minor: Option<i64>,
    pub tax_minor: Option<i64>,
    pub voucher: Option<String>,
    pub buyer_tax: Option<Json<BuyerTax>>,
    pub approval: Option<Approval>,
    pub test: bool,
    pub seller_name: Option<String>,
    pub seller_vat_id: Option<String>,
}

/// The order in a row that holds the columns of [`OrderRow`] among others.
macro_rules! order_in {
    ($row:ident) => {
        $crate::order::Order::try_from($crate::order::store::OrderRow {
            id: $row.id,
            event_id: $row.event_id,
            code: $row.code,
            secret: $row.secret,
            status: $row.status,
            channel: $row.channel,
            name: $row.name,
            email: $row.email,
            locale: $row.locale,
            total_minor: $row.total_minor,
            currency: $row.currency,
            payment_method: $row.payment_method,
            expires_at: $row.expires_at,
            paid_at: $row.paid_at,
            ended_at: $row.ended_at,
            created_at: $row.created_at,
            fee_minor: $row.fee_minor,
            tax_minor: $row.tax_minor,
            voucher: $row.voucher,
            buyer_tax: $row.buyer_tax,
            approval: $row.approval,
            test: $row.test,
            seller_name: $row.seller_name,
            seller_vat_id: $row.seller_vat_id,
        })
    };
}
pub(crate) use order_in;

impl TryFrom<OrderRow> for Order {
    type Error = sqlx::Error;

    fn try_from(row: OrderRow) -> Result<Self, sqlx::Error> {
        let seller = row.seller_name.map(|name| Seller { name, vat_id: row.seller_vat_id });
        let currency = row.currency.parse().map_err(|e| sqlx::Error::Decode(Box::new(e)))?;
        Ok(Self {
            id: row.id,
            event: row.event_id,
            code: row.code,
            secret: row.secret,
            status: row.status,
            channel: row.channel,
            name: row.name,
            email: row.email,
            locale: row.locale.parse().unwrap_or_else(|_| Locale::english()),
            total: Money::new(row.total_minor, currency),
            mode: Mode::of(row.test),
            approval: row.approval,
            tariff: Tariff {
                fee_minor: row.fee_minor,
                tax_minor: row.tax_minor,
                voucher: row.voucher,
                buyer: row.buyer_tax.map(|buyer| buyer.0),
            },
            seller,
            payment_method: row.payment_method,
            expires_at: row.expires_at,
            paid_at: row.paid_at,
            ended_at: row.ended_at,
            created_at: row.created_at,
        })
    }
}

/// The event's order with this code, locked against other transitions.
pub(crate) async fn lock_by_code(
    tx: &mut Tx,
    event: EventId,
    code: &str,
) -> Result<Option<Order>, sqlx::Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at,
             fee_minor, tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id
           from orders where org_id = $1 and event_id = $2 and code = $3
           for update"#,
        tx.org().uuid(),
        event.uuid(),
        code,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Order::try_from).transpose()
}

/// The order, locked against other transitions.
pub(crate) async fn lock(tx: &mut Tx, order: OrderId) -> Result<Option<Order>, sqlx::Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at,
             fee_minor, tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id
           from orders where org_id = $1 and id = $2
           for update"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Order::try_from).transpose()
}

/// The event's order with this code.
pub(crate) async fn by_code(tx: &mut Tx, event: EventId, code: &str) -> Result<Option<Order>, sqlx::Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at,
             fee_minor, tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id
           from orders where org_id = $1 and event_id = $2 and code = $3"#,
        tx.org().uuid(),
        event.uuid(),
        code,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Order::try_from).transpose()
}

/// The order.
pub(crate) async fn by_id(tx: &mut Tx, order: OrderId) -> Result<Option<Order>, sqlx::Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at,
             fee_minor, tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id
           from orders where org_id = $1 and id = $2"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Order::try_from).transpose()
}

/// The order a cart became.
pub(super) async fn by_cart(tx: &mut Tx, cart: kernel::CartId) -> Result<Option<Order>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders where org_id = $1 and cart_id = $2"#,
        tx.org().uuid(),
        cart.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    match id {
        Some(id) => by_id(tx, id).await,
        None => Ok(None),
    }
}

/// Corrects where the order's mails go.
pub(super) async fn set_email(tx: &mut Tx, order: OrderId, email: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set email = $3 where org_id = $1 and id = $2",
        tx.org().uuid(),
        order.uuid(),
        email,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes what the register said of the order's VAT id; `false` if that is known already.
pub(super) async fn set_vat_check(
    tx: &mut Tx,
    order: OrderId,
    checked: VatCheck,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set buyer_tax = jsonb_set(buyer_tax, '{checked}', $3)
         where org_id = $1 and id = $2 and buyer_tax->>'checked' = 'unchecked'",
        tx.org().uuid(),
        order.uuid(),
        Json(checked) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes who comes with a position.
pub(super) async fn set_attendee(tx: &mut Tx, position: PositionId, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update order_positions set attendee_name = $3 where org_id = $1 and id = $2",
        tx.org().uuid(),
        position.uuid(),
        name,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Changes how a pending order is paid, and until when.
pub(super) async fn set_method(
    tx: &mut Tx,
    order: OrderId,
    method: PaymentMethod,
    expires_at: Option<Instant>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update orders set payment_method = $3, expires_at = $4
         where org_id = $1 and id = $2 and status = 'pending'",
        tx.org().uuid(),
        order.uuid(),
        method.as_str(),
        expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The order's positions by number.
pub(crate) async fn positions(tx: &mut Tx, order: OrderId) -> Result<Vec<Position>, sqlx::Error> {
    sqlx::query_as!(
        Position,
        r#"select id as "id: PositionId", number, parent, product_id as "product: ProductId",
             variation_id as "variation: VariationId", price_minor, admits, beyond, attendee_name
           from order_positions where org_id = $1 and order_id = $2 order by number"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// Marks orders as paid that are still as they were read, and the payments at providers that brought that much as
/// confirmed, with their ledger rows; the money of a test is not in the ledger. Returns the positions by number, none of an
/// order that has changed.
pub(super) async fn set_paid(
    tx: &mut Tx,
    dues: &[Due<'_>],
) -> Result<HashMap<OrderId, Vec<Position>>, sqlx::Error> {
    let orders: Vec<uuid::Uuid> = dues.iter().map(|due| due.order.id.uuid()).collect();
    let states: Vec<&str> = dues.iter().map(|due| due.order.status.as_str()).collect();
    let payments = || dues.iter().map(|due| due.payment);
    let ids: Vec<Option<uuid::Uuid>> = payments().map(|p| p.map(|(p, _)| p.id.uuid())).collect();
    let amounts: Vec<Option<i64>> = payments().map(|p| p.map(|(_, amount)| amount.minor)).collect();
    let entry = |due: &Due<'_>| LedgerEntryId::new(due.cx.now, &due.cx.chance).uuid();
    let entries: Vec<uuid::Uuid> = dues.iter().map(entry).collect();
    let rows = sqlx::query!(
        r#"with paid as (
             update orders o set status = 'paid', paid_at = $7, expires_at = null, ended_at = null
             from unnest($2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::uuid[])
               as d (id, status, payment, amount, entry)
             where o.org_id = $1 and o.id = d.id and o.status = d.status
             returning o.id, o.org_id, o.event_id, o.currency, o.test, d.payment, d.amount, d.entry
           ), confirmed as (
             update payments p set state = 'confirmed', failure = null, confirmed_at = $7
             from paid where p.org_id = $1 and p.id = paid.payment and p.order_id = paid.id and p.state <> 'confirmed'
             returning p.id
           ), entered as (
             insert into ledger_entries (id, org_id, event_id, order_id, payment_id, kind, amount_minor, currency, at)
             select paid.entry, paid.org_id, paid.event_id, paid.id, confirmed.id, 'payment', paid.amount, paid.currency,
               $7
             from paid join confirmed on confirmed.id = paid.payment where not paid.test
           )
           select p.order_id as "order: OrderId", p.id as "id: PositionId", p.number, p.parent,
             p.product_id as "product: ProductId", p.variation_id as "variation: VariationId", p.price_minor, p.admits,
             p.beyond, p.attendee_name
           from paid join order_positions p on p.order_id = paid.id
           where p.org_id = $1 order by p.number"#,
        tx.org().uuid(),
        &orders,
        &states as &[&str],
        &ids as &[Option<uuid::Uuid>],
        &amounts as &[Option<i64>],
        &entries,
        tx.now(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut positions: HashMap<OrderId, Vec<Position>> = HashMap::new();
    for row in rows {
        positions.entry(row.order).or_default().push(Position {
            id: row.id,
            number: row.number,
            parent: row.parent,
            product: row.product,
            variation: row.variation,
            price_minor: row.price_minor,
            admits: row.admits,
            beyond: row.beyond,
            attendee_name: row.attendee_name,
        });
    }
    Ok(positions)
}

/// Notes that an order was approved, and until when it has to be paid; `false` if it was decided before.
pub(super) async fn set_approved(
    tx: &mut Tx,
    order: OrderId,
    expires_at: Option<Instant>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set approval = 'approved', expires_at = $3
         where org_id = $1 and id = $2 and status = 'pending' and approval = 'asked'",
        tx.org().uuid(),
        order.uuid(),
        expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an order; `false` if it is not in the state `from` any more. What nobody has decided about is decided by
/// `decided`, or needs no decision any more.
pub(super) async fn set_ended(
    tx: &mut Tx,
    order: OrderId,
    from: OrderStatus,
    (to, decided): (OrderStatus, Option<Approval>),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set status = $4, ended_at = $5, expires_at = null,
           approval = coalesce($6, nullif(approval, 'asked'))
         where org_id = $1 and id = $2 and status = $3",
        tx.org().uuid(),
        order.uuid(),
        from.as_str(),
        to.as_str(),
        tx.now(),
        decided.map(Approval::as_str),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes one ledger row about an order. Tests are not in the ledger.
pub(crate) async fn ledger(
    tx: &mut Tx,
    order: &Order,
    payment: Option<PaymentId>,
    kind: &'static str,
    amount_minor: i64,
) -> Result<(), sqlx::Error> {
    if order.mode.is_test() {
        return Ok(());
    }
    let id = kernel::LedgerEntryId::new(tx.now(), &tx.cx().chance);
    sqlx::query!(
        "insert into ledger_entries (id, org_id, event_id, order_id, payment_id, kind, amount_minor, currency, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        tx.org().uuid(),
        order.event.uuid(),
        order.id.uuid(),
        payment.map(PaymentId::uuid),
        kind,
        amount_minor,
        order.total.currency.code(),
        tx.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A ledger row.
pub(super) struct LedgerRow {
    pub kind: String,
    pub amount_minor: i64,
    pub at: Instant,
}

/// The order's ledger rows, oldest first.
pub(super) async fn ledger_of(tx: &mut Tx, order: OrderId) -> Result<Vec<LedgerRow>, sqlx::Error> {
    sqlx::query_as!(
        LedgerRow,
        "select kind, amount_minor, at from ledger_entries where org_id = $1 and order_id = $2 order by at, id",
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// A mail about the order.
pub(super) struct MailRow {
    pub id: kernel::MailId,
    pub template: String,
    pub subject: String,
    pub to_email: String,
    pub status: String,
    pub created_at: Instant,
}

/// The mails about the order, newest first.
pub(super) async fn mails(tx: &mut Tx, order: OrderId) -> Result<Vec<MailRow>, sqlx::Error> {
    sqlx::query_as!(
        MailRow,
        r#"select id as "id!: kernel::MailId", template as "template!", subject as "subject!",
             to_email as "to_email!", status as "status!", created_at as "created_at!"
           from order_mails where org_id = $1 and order_id = $2 order by created_at desc, id desc"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}
