//! SQL about customers: their locks, and what they have.

use std::collections::HashMap;

use ::store::Tx;
use catalog::Mode;
use kernel::{EventId, ProductId};

/// Takes the locks of customers in the order of their addresses, until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, event: EventId, customers: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select count(*) from (
             select pg_advisory_xact_lock(hashtextextended($1 || '/' || k.email, 0))
             from (select email from unnest($2::text[]) as c (email) order by email) k
           ) locked"#,
        event.to_string(),
        customers,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

/// What these customers have bought or are about to pay.
pub(super) async fn bought(
    tx: &mut Tx,
    (event, mode): (EventId, Mode),
    customers: &[String],
) -> Result<HashMap<(String, ProductId), u32>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select email as "email!", product_id as "product!: ProductId", places as "places!"
           from customer_places where org_id = $1 and event_id = $2 and email = any($3) and test = $4"#,
        tx.org().uuid(),
        event.uuid(),
        customers,
        mode.is_test(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let count = |places: i64| u32::try_from(places).unwrap_or(u32::MAX);
    Ok(rows.into_iter().map(|row| ((row.email, row.product), count(row.places))).collect())
}
