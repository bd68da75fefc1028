//! An order with what belongs to it, in one statement: what the page behind its secret link shows, what its mails say.

use kernel::{EventId, OrderId};
use serde::Deserialize;
use sqlx::types::{Json, Uuid};
use store::Tx;

use super::order_in;
use crate::{
    order::{Approval, Channel, Order, OrderStatus, PaymentMethod, Position},
    price::BuyerTax,
};

/// How the payments of an order stand, as far as its buyer has to know.
pub(in crate::order) struct Pays {
    /// Why the last one failed.
    pub failure: Option<String>,
    /// Whether one is under way at its provider.
    pub under_way: bool,
}

/// A row of `order_positions` as PostgreSQL writes it as JSON: ids are bare, not as we write them.
#[derive(Debug, Deserialize)]
struct PositionJson {
    id: Uuid,
    number: i32,
    parent: Option<i32>,
    product_id: Uuid,
    variation_id: Option<Uuid>,
    price_minor: i64,
    admits: bool,
    beyond: bool,
    attendee_name: String,
}

impl From<PositionJson> for Position {
    fn from(row: PositionJson) -> Self {
        Self {
            id: row.id.into(),
            number: row.number,
            parent: row.parent,
            product: row.product_id.into(),
            variation: row.variation_id.map(Into::into),
            price_minor: row.price_minor,
            admits: row.admits,
            beyond: row.beyond,
            attendee_name: row.attendee_name,
        }
    }
}

/// The order behind a secret link with its positions by number and how its payments stand; a wrong secret is the same as no
/// order.
pub(in crate::order) async fn behind_link(
    tx: &mut Tx,
    event: EventId,
    (code, secret): (&str, &str),
) -> Result<Option<(Order, Vec<Position>, Pays)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: OrderId", event_id as "event_id: EventId", code, secret,
             status as "status: OrderStatus", channel as "channel: Channel", name, email, locale, total_minor,
             currency, payment_method as "payment_method: PaymentMethod", expires_at, paid_at, ended_at, created_at,
             fee_minor, tax_minor, voucher, buyer_tax as "buyer_tax: Json<BuyerTax>", approval as "approval: Approval", test,
             seller_name, seller_vat_id,
             (select failure from payments where order_id = o.id order by number desc limit 1) as failure,
             exists (select from payments where order_id = o.id and state = 'pending' and provider_ref is not null)
               as "under_way!",
             (select coalesce(json_agg(p order by p.number), '[]') from order_positions p where p.order_id = o.id)
               as "positions!: Json<Vec<PositionJson>>"
           from orders o where org_id = $1 and event_id = $2 and code = $3"#,
        tx.org().uuid(),
        event.uuid(),
        code,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row.filter(|row| row.secret == secret) else { return Ok(None) };
    let pays = Pays { failure: row.failure, under_way: row.under_way };
    let order = order_in!(row)?;
    let positions = row.positions.0.into_iter().map(Position::from).collect();
    Ok(Some((order, positions, pays)))
}

/// The order with its positions by number, and the version of the event's catalogue.
pub(in crate::order) async fn whole(
    tx: &mut Tx,
    order: OrderId,
) -> Result<Option<(Order, Vec<Position>, i64)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.id as "id: OrderId", o.event_id as "event_id: EventId", o.code, o.secret,
             o.status as "status: OrderStatus", o.channel as "channel: Channel", o.name, o.email, o.locale, o.total_minor,
             o.currency, o.payment_method as "payment_method: PaymentMethod", o.expires_at, o.paid_at, o.ended_at,
             o.created_at, o.fee_minor, o.tax_minor, o.voucher, o.buyer_tax as "buyer_tax: Json<BuyerTax>",
             o.approval as "approval: Approval", o.test, o.seller_name, o.seller_vat_id,
             (select version from event_versions where org_id = $1 and id = o.event_id) as "version!",
             (select coalesce(json_agg(p order by p.number), '[]') from order_positions p where p.order_id = o.id)
               as "positions!: Json<Vec<PositionJson>>"
           from orders o where o.org_id = $1 and o.id = $2"#,
        tx.org().uuid(),
        order.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let order = order_in!(row)?;
    let positions = row.positions.0.into_iter().map(Position::from).collect();
    Ok(Some((order, positions, row.version)))
}
