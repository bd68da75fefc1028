//! What an event that was called off leaves behind, in SQL.

use kernel::{CartId, EventId, Instant, OrderId};
use store::Tx;

/// The event's open carts.
pub(super) async fn open_carts(tx: &mut Tx, event: EventId) -> Result<Vec<CartId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: CartId" from carts where org_id = $1 and event_id = $2 and status = 'open' order by id"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// The event's orders that wait for money.
pub(super) async fn pending_orders(tx: &mut Tx, event: EventId) -> Result<Vec<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where org_id = $1 and event_id = $2 and status = 'pending' order by id"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// The next paid orders of the event by id.
pub(super) async fn paid_orders(
    tx: &mut Tx,
    event: EventId,
    since: Option<Instant>,
    after: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where org_id = $1 and event_id = $2 and status = 'paid' and not test
             and ($3::timestamptz is null or paid_at >= $3) and ($4::uuid is null or id > $4)
           order by id limit $5"#,
        tx.org().uuid(),
        event.uuid(),
        since,
        after.map(OrderId::uuid),
        limit,
    )
    .fetch_all(&mut **tx)
    .await
}
