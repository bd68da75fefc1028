//! The numbers in SQL. Reads the views `event_stock` (catalog) and `event_admissions` (admission).

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId};

use super::{Day, Drift, Places};

pub(super) struct Totals {
    pub revenue_minor: i64,
    pub pending_minor: i64,
    pub tickets_sold: i64,
    pub tickets_held: i64,
    pub pending: i64,
    pub asked: i64,
    pub paid: i64,
    pub expired: i64,
    pub cancelled: i64,
}

pub(super) async fn totals(tx: &mut Tx, event: EventId) -> Result<Totals, sqlx::Error> {
    sqlx::query_as!(
        Totals,
        r#"select
             coalesce(sum(total_minor) filter (where status = 'paid'), 0)::bigint as "revenue_minor!",
             coalesce(sum(total_minor) filter (where status = 'pending'), 0)::bigint as "pending_minor!",
             coalesce(sum(tickets) filter (where status = 'paid'), 0)::bigint as "tickets_sold!",
             coalesce(sum(tickets) filter (where status = 'pending'), 0)::bigint
               + (select count(*) from cart_lines l join carts c on c.id = l.cart_id
                  where l.admits and c.org_id = $1 and c.event_id = $2 and c.status = 'open' and not c.test) as "tickets_held!",
             count(*) filter (where status = 'pending') as "pending!",
             count(*) filter (where approval = 'asked') as "asked!",
             count(*) filter (where status = 'paid') as "paid!",
             count(*) filter (where status = 'expired') as "expired!",
             count(*) filter (where status = 'cancelled') as "cancelled!"
           from orders o
           cross join lateral (select count(*) filter (where p.admits) as tickets from order_positions p where p.order_id = o.id) p
           where o.org_id = $1 and o.event_id = $2 and not o.test"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn per_day(tx: &mut Tx, event: EventId, zone: &str) -> Result<Vec<Day>, sqlx::Error> {
    sqlx::query_as!(
        Day,
        r#"select to_char(o.paid_at at time zone $3, 'YYYY-MM-DD') as "date!",
             count(*) filter (where p.admits) as "tickets!",
             coalesce(sum(p.price_minor), 0)::bigint as "revenue_minor!"
           from orders o join order_positions p on p.order_id = o.id
           where o.org_id = $1 and o.event_id = $2 and o.status = 'paid' and not o.test and o.paid_at is not null
           group by 1 order by 1"#,
        tx.org().uuid(),
        event.uuid(),
        zone,
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) struct Sale {
    pub product: ProductId,
    pub tickets: i64,
    pub revenue_minor: i64,
}

pub(super) async fn per_product(tx: &mut Tx, event: EventId) -> Result<Vec<Sale>, sqlx::Error> {
    sqlx::query_as!(
        Sale,
        r#"select p.product_id as "product: ProductId", count(*) as "tickets!",
             coalesce(sum(p.price_minor), 0)::bigint as "revenue_minor!"
           from orders o join order_positions p on p.order_id = o.id
           where o.org_id = $1 and o.event_id = $2 and o.status = 'paid' and not o.test
           group by 1"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

/// Places of all quotas together; `None` if one is unlimited or there is none.
pub(super) async fn capacity(tx: &mut Tx, event: EventId) -> Result<Option<i64>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select size::bigint as size from event_stock where org_id = $1 and event_id = $2"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|row| row.size))
}

pub(super) async fn checked_in(tx: &mut Tx, event: EventId) -> Result<i64, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select checked_in as "checked_in!" from event_admissions where org_id = $1 and event_id = $2"#,
        tx.org().uuid(),
        event.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(count.unwrap_or_default())
}

/// Quotas whose counters differ from the rows they count. Reads the view `quota_counters` (catalog).
pub(super) async fn drift(tx: &mut Tx) -> Result<Vec<Drift>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with counted as (
             select q.id, q.held, q.sold, q.overbooked, coalesce(sum(t.held), 0) as held_rows,
               coalesce(sum(t.sold), 0) as sold_rows, coalesce(sum(t.beyond), 0) as beyond_rows
             from quota_counters q
             left join product_places t
               on t.org_id = $1 and t.test = q.test and (t.product_id = any (q.products) or t.variation_id = any (q.variations))
             where q.org_id = $1
             group by q.id, q.held, q.sold, q.overbooked
           )
           select id as "id!: QuotaId", held as "held!", sold as "sold!", held_rows::bigint as "held_rows!",
             sold_rows::bigint as "sold_rows!", overbooked as "overbooked!", beyond_rows::bigint as "beyond_rows!"
           from counted where held <> held_rows or sold <> sold_rows or overbooked <> beyond_rows"#,
        tx.org().uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Drift {
            quota: row.id,
            kept: Places { held: row.held, sold: row.sold, beyond: row.overbooked },
            counted: Places { held: row.held_rows, sold: row.sold_rows, beyond: row.beyond_rows },
        })
        .collect())
}
