//! Orders and their positions in SQL.

use kernel::{EventId, Instant, Locale, Money, OrderId, OrgId, PaymentId, PositionId, ProductId};
use sqlx::PgConnection;
use store::Tx;

use super::{Channel, Order, OrderStatus, PaymentMethod, Position};

/// A row of `orders`.
pub(super) struct OrderRow {
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
}

impl TryFrom<OrderRow> for Order {
    type Error = sqlx::Error;

    fn try_from(row: OrderRow) -> Result<Self, sqlx::Error> {
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
            payment_method: row.payment_method,
            expires_at: row.expires_at,
            paid_at: row.paid_at,
            ended_at: row.ended_at,
            created_at: row.created_at,
        })
    }
}

/// The event's order with this code, locked against other transitions.
pub(super) async fn lock_by_code(
    tx: &mut Tx,
    event: EventId,
    code: &str,
) -> Result<Option<Order>, sqlx::Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at
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
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at
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
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at
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
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at
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
        r#"select id as "id: PositionId", number, product_id as "product: ProductId", price_minor, attendee_name
           from order_positions where org_id = $1 and order_id = $2 order by number"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// Marks a pending or expired order as paid; `false` if it is neither.
pub(super) async fn set_paid(tx: &mut Tx, order: OrderId, from: OrderStatus) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set status = 'paid', paid_at = $3, expires_at = null, ended_at = null
         where org_id = $1 and id = $2 and status = $4",
        tx.org().uuid(),
        order.uuid(),
        tx.now(),
        from.as_str(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an order; `false` if it is not in the state `from` any more.
pub(super) async fn set_ended(
    tx: &mut Tx,
    order: OrderId,
    from: OrderStatus,
    to: OrderStatus,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update orders set status = $4, ended_at = $5, expires_at = null
         where org_id = $1 and id = $2 and status = $3",
        tx.org().uuid(),
        order.uuid(),
        from.as_str(),
        to.as_str(),
        tx.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Columns of new orders with their positions, sale entries and, where settled at once, payments with theirs:
/// everything one statement inserts, whether for one order or for a batch.
#[derive(Default)]
pub(crate) struct NewOrders {
    org: Vec<uuid::Uuid>,
    id: Vec<uuid::Uuid>,
    event: Vec<uuid::Uuid>,
    cart: Vec<Option<uuid::Uuid>>,
    code: Vec<String>,
    secret: Vec<String>,
    status: Vec<&'static str>,
    channel: Vec<&'static str>,
    name: Vec<String>,
    email: Vec<String>,
    locale: Vec<String>,
    total: Vec<i64>,
    currency: Vec<String>,
    method: Vec<&'static str>,
    expires: Vec<Option<Instant>>,
    paid: Vec<Option<Instant>>,
    created: Vec<Instant>,
    sale_entry: Vec<uuid::Uuid>,
    position: PositionColumns,
    payment: PaymentColumns,
}

#[derive(Default)]
struct PositionColumns {
    id: Vec<uuid::Uuid>,
    order: Vec<uuid::Uuid>,
    event: Vec<uuid::Uuid>,
    number: Vec<i32>,
    product: Vec<uuid::Uuid>,
    price: Vec<i64>,
    attendee: Vec<String>,
}

#[derive(Default)]
struct PaymentColumns {
    id: Vec<uuid::Uuid>,
    order: Vec<uuid::Uuid>,
    event: Vec<uuid::Uuid>,
    amount: Vec<i64>,
    currency: Vec<String>,
    at: Vec<Instant>,
    entry: Vec<uuid::Uuid>,
}

impl NewOrders {
    /// Adds an order with its positions; `sale_entry` is the id of its ledger row.
    pub fn push(
        &mut self,
        org: OrgId,
        cart: Option<kernel::CartId>,
        order: &Order,
        positions: &[Position],
        sale_entry: kernel::LedgerEntryId,
    ) {
        self.org.push(org.uuid());
        self.id.push(order.id.uuid());
        self.event.push(order.event.uuid());
        self.cart.push(cart.map(kernel::CartId::uuid));
        self.code.push(order.code.clone());
        self.secret.push(order.secret.clone());
        self.status.push(order.status.as_str());
        self.channel.push(order.channel.as_str());
        self.name.push(order.name.clone());
        self.email.push(order.email.clone());
        self.locale.push(order.locale.to_string());
        self.total.push(order.total.minor);
        self.currency.push(order.total.currency.code().to_owned());
        self.method.push(order.payment_method.as_str());
        self.expires.push(order.expires_at);
        self.paid.push(order.paid_at);
        self.created.push(order.created_at);
        self.sale_entry.push(sale_entry.uuid());
        for position in positions {
            self.position.id.push(position.id.uuid());
            self.position.order.push(order.id.uuid());
            self.position.event.push(order.event.uuid());
            self.position.number.push(position.number);
            self.position.product.push(position.product.uuid());
            self.position.price.push(position.price_minor);
            self.position.attendee.push(position.attendee_name.clone());
        }
    }

    /// Adds the confirmed manual payment that settles an order in full; `entry` is the id of its ledger row.
    pub fn push_manual_payment(&mut self, order: &Order, payment: PaymentId, entry: kernel::LedgerEntryId) {
        self.payment.id.push(payment.uuid());
        self.payment.order.push(order.id.uuid());
        self.payment.event.push(order.event.uuid());
        self.payment.amount.push(order.total.minor);
        self.payment.currency.push(order.total.currency.code().to_owned());
        self.payment.at.push(order.created_at);
        self.payment.entry.push(entry.uuid());
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Inserts everything in one statement.
    pub async fn insert(&self, org: OrgId, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let (p, m) = (&self.position, &self.payment);
        sqlx::query!(
            "with new_orders as (
               insert into orders (org_id, id, event_id, cart_id, code, secret, status, channel, name, email, locale,
                 total_minor, currency, payment_method, expires_at, paid_at, created_at)
               select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                 $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[],
                 $14::text[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[])
             ), sales as (
               insert into ledger_entries (org_id, id, event_id, order_id, kind, amount_minor, currency, at)
               select org, entry, event, id, 'sale', total, currency, at
               from unnest($1::uuid[], $18::uuid[], $3::uuid[], $2::uuid[], $12::bigint[], $13::text[],
                 $17::timestamptz[]) as o (org, entry, event, id, total, currency, at)
             ), positions as (
               insert into order_positions (org_id, id, order_id, event_id, number, product_id, price_minor,
                 attendee_name)
               select $33::uuid, p.* from unnest($19::uuid[], $20::uuid[], $21::uuid[], $22::int[], $23::uuid[],
                 $24::bigint[], $25::text[]) as p
             ), money as (
               insert into payments (org_id, id, event_id, order_id, number, provider, amount_minor, currency, state,
                 created_at, confirmed_at)
               select $33::uuid, id, event, ord, 1, 'manual', amount, currency, 'confirmed', at, at
               from unnest($26::uuid[], $27::uuid[], $28::uuid[], $29::bigint[], $30::text[], $31::timestamptz[])
                 as m (id, ord, event, amount, currency, at)
             )
             insert into ledger_entries (org_id, id, event_id, order_id, payment_id, kind, amount_minor, currency, at)
             select $33::uuid, entry, event, ord, id, 'payment', amount, currency, at
             from unnest($26::uuid[], $27::uuid[], $28::uuid[], $29::bigint[], $30::text[], $31::timestamptz[],
               $32::uuid[]) as m (id, ord, event, amount, currency, at, entry)",
            &self.org,
            &self.id,
            &self.event,
            &self.cart as &[Option<uuid::Uuid>],
            &self.code,
            &self.secret,
            &self.status as &[&str],
            &self.channel as &[&str],
            &self.name,
            &self.email,
            &self.locale,
            &self.total,
            &self.currency,
            &self.method as &[&str],
            &self.expires as &[Option<Instant>],
            &self.paid as &[Option<Instant>],
            &self.created as &[Instant],
            &self.sale_entry,
            &p.id,
            &p.order,
            &p.event,
            &p.number,
            &p.product,
            &p.price,
            &p.attendee,
            &m.id,
            &m.order,
            &m.event,
            &m.amount,
            &m.currency,
            &m.at as &[Instant],
            &m.entry,
            org.uuid(),
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Writes one ledger row about an order.
pub(crate) async fn ledger(
    tx: &mut Tx,
    order: &Order,
    payment: Option<PaymentId>,
    kind: &'static str,
    amount_minor: i64,
) -> Result<(), sqlx::Error> {
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
