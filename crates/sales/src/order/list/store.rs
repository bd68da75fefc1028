//! The filtered list in SQL.

use ::store::Tx;
use catalog::EventHead;
use kernel::{EventId, Instant, Money, OrderId};
use sqlx::{FromRow, Postgres, QueryBuilder, types::Json};

use super::{
    super::{Approval, Channel, OrderStatus, PaymentMethod, view::OrderSummary},
    OrderFilter,
};
use crate::price::BuyerTax;

/// A row of the list.
#[derive(FromRow)]
pub(super) struct Row {
    pub id: OrderId,
    code: String,
    status: OrderStatus,
    approval: Option<Approval>,
    test: bool,
    channel: Channel,
    name: String,
    email: String,
    total_minor: i64,
    payment_method: PaymentMethod,
    expires_at: Option<Instant>,
    paid_at: Option<Instant>,
    pub created_at: Instant,
    fee_minor: Option<i64>,
    tax_minor: Option<i64>,
    voucher: Option<String>,
    buyer_tax: Option<Json<BuyerTax>>,
    tickets: i64,
}

impl Row {
    pub fn summary(self, event: &EventHead) -> OrderSummary {
        OrderSummary {
            id: self.id,
            code: self.code,
            status: self.status,
            approval: self.approval,
            test: self.test,
            name: self.name,
            email: self.email,
            tickets: self.tickets,
            total: Money::new(self.total_minor, event.currency),
            fee_total: self.fee_minor.map(|minor| Money::new(minor, event.currency)),
            tax_total: self.tax_minor.map(|minor| Money::new(minor, event.currency)),
            voucher: self.voucher,
            buyer_tax: self.buyer_tax.map(|buyer| buyer.0),
            payment_method: self.payment_method,
            channel: self.channel,
            created_at: self.created_at,
            paid_at: self.paid_at,
            expires_at: self.expires_at,
        }
    }
}

/// How many orders match, and what they cost together.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Totals {
    /// Matching orders.
    pub count: i64,
    /// The sum of their totals in minor units.
    pub amount_minor: i64,
}

/// Where a page starts: creation in microseconds, then id.
pub(super) type Place = (i64, uuid::Uuid);

pub(super) async fn rows(
    tx: &mut Tx,
    event: EventId,
    filter: &OrderFilter,
    after: Option<Place>,
    limit: usize,
) -> Result<Vec<Row>, sqlx::Error> {
    let mut query = QueryBuilder::new(
        "select o.id, o.code, o.status, o.approval, o.test, o.channel, o.name, o.email, o.total_minor, o.payment_method, o.expires_at,
           o.paid_at, o.created_at, o.fee_minor, o.tax_minor, o.voucher, o.buyer_tax,
           (select count(*) from order_positions p where p.order_id = o.id and p.admits) as tickets
         from orders o where ",
    );
    matching(&mut query, tx, event, filter);
    if let Some((micros, id)) = after
        && let Some(at) = Instant::from_microsecond(micros)
    {
        query.push(" and (o.created_at, o.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    query.push(" order by o.created_at desc, o.id desc limit ");
    query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.build_query_as().fetch_all(&mut **tx).await
}

pub(super) async fn totals(tx: &mut Tx, event: EventId, filter: &OrderFilter) -> Result<Totals, sqlx::Error> {
    let mut query = QueryBuilder::new(
        "select count(*) as count, coalesce(sum(o.total_minor), 0)::bigint as amount_minor from orders o where ",
    );
    matching(&mut query, tx, event, filter);
    query.build_query_as().fetch_one(&mut **tx).await
}

fn matching(query: &mut QueryBuilder<Postgres>, tx: &Tx, event: EventId, filter: &OrderFilter) {
    query.push("o.org_id = ").push_bind(tx.org().uuid());
    query.push(" and o.event_id = ").push_bind(event.uuid());
    query.push(" and o.test = ").push_bind(filter.test.unwrap_or_default());
    if let Some(status) = filter.status {
        query.push(" and o.status = ").push_bind(status.as_str());
    }
    if let Some(approval) = filter.approval {
        query.push(" and o.approval = ").push_bind(approval.as_str());
    }
    if let Some(method) = filter.payment_method {
        query.push(" and o.payment_method = ").push_bind(method.as_str());
    }
    if let Some(check) = filter.vat_check {
        query.push(" and o.buyer_tax->>'vat_id' is not null and o.buyer_tax->'checked' = ");
        query.push_bind(Json(check));
    }
    if let Some(product) = filter.product {
        query.push(" and exists (select from order_positions p where p.order_id = o.id and p.product_id = ");
        query.push_bind(product.uuid()).push(")");
    }
    let text = filter.q.as_deref().unwrap_or_default().trim();
    for word in text.split_whitespace().take(8) {
        let like = format!("%{}%", escape_like(word));
        query.push(" and (o.code ilike ").push_bind(like.clone());
        query.push(" or o.name ilike ").push_bind(like.clone());
        query.push(" or o.email ilike ").push_bind(like.clone());
        query.push(
            " or exists (select from order_positions p where p.order_id = o.id and p.attendee_name ilike ",
        );
        query.push_bind(like).push("))");
    }
}

/// Keeps `%`, `_` and `\` of a search from being patterns; NUL can't be in a text at all.
fn escape_like(word: &str) -> String {
    word.replace('\0', "").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
