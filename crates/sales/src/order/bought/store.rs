//! SQL for the orders of an address.

use ::store::{Tx, column};
use kernel::{Email, Instant, Money};

use super::Row;
use crate::order::OrderStatus;

pub(super) async fn by_email(tx: &mut Tx, email: &Email, most: i64) -> Result<Vec<Row>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select e.slug as "event!", o.code, o.secret, o.status as "status: OrderStatus", o.test, o.total_minor,
             o.currency, o.created_at as "created_at: Instant",
             (select count(*) from order_positions p where p.order_id = o.id) as "tickets!"
           from orders o join event_names e on e.org_id = o.org_id and e.id = o.event_id
           where o.org_id = $1 and lower(o.email) = lower($2) and o.status <> 'expired'
           order by o.created_at desc, o.id desc limit $3"#,
        org,
        email.as_str(),
        most,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Row {
                event: row.event,
                code: row.code,
                secret: row.secret,
                status: row.status,
                test: row.test,
                tickets: row.tickets,
                total: Money::new(row.total_minor, column("currency", &row.currency)?),
                created_at: row.created_at,
            })
        })
        .collect()
}

pub(super) async fn exists(tx: &mut Tx, email: &Email) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from orders where org_id = $1 and lower(email) = lower($2)) as "bought!""#,
        org,
        email.as_str(),
    )
    .fetch_one(&mut **tx)
    .await
}
