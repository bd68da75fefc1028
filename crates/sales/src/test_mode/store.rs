//! What there is of tests, in SQL. Reads the view `event_versions` (catalog).

use kernel::{CartId, EventId, Instant, OrderId};
use store::Tx;

/// What there is of tests.
pub(super) struct Tests {
    /// Whether the event is in test mode.
    pub on: bool,
    /// Test orders.
    pub orders: i64,
    /// Open carts of tests.
    pub carts: i64,
    /// Open carts that count.
    pub live_carts: i64,
}

pub(super) async fn state(tx: &mut Tx, event: EventId) -> Result<Option<Tests>, sqlx::Error> {
    sqlx::query_as!(
        Tests,
        r#"select v.test_mode as "on!",
             (select count(*) from orders where org_id = $1 and event_id = $2 and test) as "orders!",
             (select count(*) from carts where org_id = $1 and event_id = $2 and status = 'open' and test) as "carts!",
             (select count(*) from carts where org_id = $1 and event_id = $2 and status = 'open' and not test)
               as "live_carts!"
           from event_versions v where v.org_id = $1 and v.id = $2"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The open carts of tests.
pub(super) async fn open_carts(tx: &mut Tx, event: EventId) -> Result<Vec<CartId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: CartId" from carts
           where org_id = $1 and event_id = $2 and status = 'open' and test order by id"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// The oldest test orders of those placed until then, so many at most.
pub(super) async fn orders(
    tx: &mut Tx,
    event: EventId,
    until: Instant,
    limit: i64,
) -> Result<Vec<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where org_id = $1 and event_id = $2 and test and created_at <= $3 order by created_at, id limit $4"#,
        tx.org().uuid(),
        event.uuid(),
        until,
        limit,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Deletes a test order with its lines, its payments and the cart that it was.
pub(super) async fn delete_order(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from order_positions where org_id = $1 and order_id = $2", org, order.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from payments where org_id = $1 and order_id = $2", org, order.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "with gone as (delete from orders where org_id = $1 and id = $2 and test returning cart_id)
         delete from carts where org_id = $1 and id in (select cart_id from gone)",
        org,
        order.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes the carts of tests, begun until then, that hold nothing and became nothing, with what they would have cost.
pub(super) async fn delete_carts(tx: &mut Tx, event: EventId, until: Instant) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with gone as (
           delete from carts where org_id = $1 and event_id = $2 and test and status = 'expired' and created_at <= $3
           returning id
         )
         delete from line_prices where org_id = $1 and owner_id in (select id from gone)",
        tx.org().uuid(),
        event.uuid(),
        until,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
