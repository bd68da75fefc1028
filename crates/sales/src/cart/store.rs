//! Carts in SQL.

use kernel::{CartId, EventId, Instant, ProductId};
use store::Tx;

use super::{Cart, CartLine, CartStatus};

/// A row of `carts`.
struct CartRow {
    id: CartId,
    event_id: EventId,
    secret: String,
    status: CartStatus,
    locale: String,
    name: String,
    email: String,
    expires_at: Instant,
    extendable_until: Instant,
    created_at: Instant,
}

impl CartRow {
    fn with(self, lines: Vec<CartLine>) -> Cart {
        Cart {
            id: self.id,
            event: self.event_id,
            secret: self.secret,
            status: self.status,
            locale: self.locale.parse().unwrap_or_else(|_| kernel::Locale::english()),
            name: self.name,
            email: self.email,
            expires_at: self.expires_at,
            extendable_until: self.extendable_until,
            created_at: self.created_at,
            lines,
        }
    }
}

/// The event's cart with this secret, in one round trip and without a lock: for looking only.
pub(super) async fn find(tx: &mut Tx, event: EventId, secret: &str) -> Result<Option<Cart>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id as "id: CartId", c.event_id as "event_id: EventId", c.secret,
             c.status as "status: CartStatus", c.locale, c.name, c.email, c.expires_at, c.extendable_until,
             c.created_at, l.number, l.product_id as "product: ProductId", l.price_minor, l.attendee_name
           from carts c join cart_lines l on l.cart_id = c.id
           where c.org_id = $1 and c.event_id = $2 and c.secret = $3
           order by l.number"#,
        tx.org().uuid(),
        event.uuid(),
        secret,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut cart = None;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(CartLine {
            number: row.number,
            product: row.product,
            price_minor: row.price_minor,
            attendee_name: row.attendee_name,
        });
        cart.get_or_insert(CartRow {
            id: row.id,
            event_id: row.event_id,
            secret: row.secret,
            status: row.status,
            locale: row.locale,
            name: row.name,
            email: row.email,
            expires_at: row.expires_at,
            extendable_until: row.extendable_until,
            created_at: row.created_at,
        });
    }
    Ok(cart.map(|cart| cart.with(lines)))
}

/// The event's cart with this secret, locked until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, event: EventId, secret: &str) -> Result<Option<Cart>, sqlx::Error> {
    let row = sqlx::query_as!(
        CartRow,
        r#"select id as "id: CartId", event_id as "event_id: EventId", secret, status as "status: CartStatus",
             locale, name, email, expires_at, extendable_until, created_at
           from carts where org_id = $1 and event_id = $2 and secret = $3
           for update"#,
        tx.org().uuid(),
        event.uuid(),
        secret,
    )
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) => Ok(Some(with_lines(tx, row).await?)),
        None => Ok(None),
    }
}

/// The cart by id, locked until the transaction ends.
pub(super) async fn lock_by_id(tx: &mut Tx, cart: CartId) -> Result<Option<Cart>, sqlx::Error> {
    let row = sqlx::query_as!(
        CartRow,
        r#"select id as "id: CartId", event_id as "event_id: EventId", secret, status as "status: CartStatus",
             locale, name, email, expires_at, extendable_until, created_at
           from carts where org_id = $1 and id = $2
           for update"#,
        tx.org().uuid(),
        cart.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) => Ok(Some(with_lines(tx, row).await?)),
        None => Ok(None),
    }
}

async fn with_lines(tx: &mut Tx, row: CartRow) -> Result<Cart, sqlx::Error> {
    let lines = sqlx::query_as!(
        CartLine,
        r#"select number, product_id as "product: ProductId", price_minor, attendee_name
           from cart_lines where org_id = $1 and cart_id = $2 order by number"#,
        tx.org().uuid(),
        row.id.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(row.with(lines))
}

/// Inserts a cart with its lines.
pub(super) async fn insert(tx: &mut Tx, cart: &Cart) -> Result<(), sqlx::Error> {
    let (now, chance) = (tx.now(), tx.cx().chance.clone());
    let ids: Vec<uuid::Uuid> = cart.lines.iter().map(|_| chance.uuid(now)).collect();
    let numbers: Vec<i32> = cart.lines.iter().map(|line| line.number).collect();
    let products: Vec<uuid::Uuid> = cart.lines.iter().map(|line| line.product.uuid()).collect();
    let prices: Vec<i64> = cart.lines.iter().map(|line| line.price_minor).collect();
    sqlx::query!(
        "with cart as (
           insert into carts (id, org_id, event_id, secret, status, locale, expires_at, extendable_until, created_at)
           values ($1, $2, $3, $4, 'open', $5, $6, $7, $8)
         )
         insert into cart_lines (id, org_id, cart_id, number, product_id, price_minor)
         select id, $2, $1, number, product, price
         from unnest($9::uuid[], $10::int[], $11::uuid[], $12::bigint[]) as l (id, number, product, price)",
        cart.id.uuid(),
        tx.org().uuid(),
        cart.event.uuid(),
        cart.secret,
        cart.locale.as_str(),
        cart.expires_at,
        cart.extendable_until,
        cart.created_at,
        &ids,
        &numbers,
        &products,
        &prices,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a cart to another state, with a new deadline.
pub(crate) async fn set_status(
    tx: &mut Tx,
    cart: CartId,
    status: CartStatus,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update carts set status = $3, expires_at = $4 where org_id = $1 and id = $2",
        tx.org().uuid(),
        cart.uuid(),
        status.as_str(),
        expires_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes who buys and who comes.
pub(super) async fn set_people(tx: &mut Tx, cart: &Cart) -> Result<(), sqlx::Error> {
    let numbers: Vec<i32> = cart.lines.iter().map(|line| line.number).collect();
    let attendees: Vec<String> = cart.lines.iter().map(|line| line.attendee_name.clone()).collect();
    sqlx::query!(
        "with buyer as (
           update carts set name = $3, email = $4 where org_id = $1 and id = $2
         )
         update cart_lines l set attendee_name = n.name
         from unnest($5::int[], $6::text[]) as n (number, name)
         where l.org_id = $1 and l.cart_id = $2 and l.number = n.number",
        tx.org().uuid(),
        cart.id.uuid(),
        cart.name,
        cart.email,
        &numbers,
        &attendees,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
