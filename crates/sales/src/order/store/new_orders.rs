//! New orders, one or a batch, in one statement.

use kernel::{EventId, Instant, OrgId, VariationId};
use sqlx::types::Json;
use store::{Tx, gate};

use crate::{
    order::{Approval, Order, Position},
    payment::Payment,
    price::BuyerTax,
};

/// Columns of new orders with their positions, sale entries and first payments, those that are settled at once with
/// their entries: everything one statement inserts, whether for one order or for a batch.
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
    fee: Vec<Option<i64>>,
    tax: Vec<Option<i64>>,
    voucher: Vec<Option<String>>,
    buyer_tax: Vec<Option<Json<BuyerTax>>>,
    approval: Vec<Option<&'static str>>,
    test: Vec<bool>,
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
    parent: Vec<Option<i32>>,
    variation: Vec<Option<uuid::Uuid>>,
    admits: Vec<bool>,
    beyond: Vec<bool>,
}

#[derive(Default)]
struct PaymentColumns {
    id: Vec<uuid::Uuid>,
    order: Vec<uuid::Uuid>,
    event: Vec<uuid::Uuid>,
    amount: Vec<i64>,
    currency: Vec<String>,
    at: Vec<Instant>,
    entry: Vec<Option<uuid::Uuid>>,
    provider: Vec<String>,
    state: Vec<&'static str>,
    confirmed: Vec<Option<Instant>>,
}

impl NewOrders {
    /// Adds an order with its positions; `sale_entry` is the id of its ledger row. Tests are not in the ledger.
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
        self.fee.push(order.tariff.fee_minor);
        self.tax.push(order.tariff.tax_minor);
        self.voucher.push(order.tariff.voucher.clone());
        self.buyer_tax.push(order.tariff.buyer.clone().map(Json));
        self.approval.push(order.approval.map(Approval::as_str));
        self.test.push(order.mode.is_test());
        for position in positions {
            self.position.id.push(position.id.uuid());
            self.position.order.push(order.id.uuid());
            self.position.event.push(order.event.uuid());
            self.position.number.push(position.number);
            self.position.product.push(position.product.uuid());
            self.position.price.push(position.price_minor);
            self.position.attendee.push(position.attendee_name.clone());
            self.position.parent.push(position.parent);
            self.position.variation.push(position.variation.map(VariationId::uuid));
            self.position.admits.push(position.admits);
            self.position.beyond.push(position.beyond);
        }
    }

    /// Adds the first payment of an order; `entry` is the id of its ledger row if the money is there.
    pub fn push_payment(&mut self, order: &Order, payment: &Payment, entry: Option<kernel::LedgerEntryId>) {
        self.payment.id.push(payment.id.uuid());
        self.payment.order.push(order.id.uuid());
        self.payment.event.push(order.event.uuid());
        self.payment.amount.push(payment.amount.minor);
        self.payment.currency.push(payment.amount.currency.code().to_owned());
        self.payment.at.push(payment.created_at);
        let entry = entry.filter(|_| !order.mode.is_test());
        self.payment.entry.push(entry.map(kernel::LedgerEntryId::uuid));
        self.payment.provider.push(payment.provider.clone());
        self.payment.state.push(payment.state.as_str());
        self.payment.confirmed.push(payment.confirmed_at);
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Inserts everything in one statement; all of it is of one event, whose seller the orders keep. Carts that became orders
    /// say so. Reads the views `organisers` (identity) and `event_sellers` (catalog). Passes the gate of `event`'s stock along
    /// with it, if one is given.
    pub async fn insert(&self, tx: &mut Tx, event: Option<EventId>) -> Result<(), sqlx::Error> {
        let (p, m) = (&self.position, &self.payment);
        let gate = event.map(|event| gate::number(event.uuid()));
        let org = tx.org();
        sqlx::query!(
            "with gate as materialized (
               select case when $40::bigint is not null then pg_advisory_xact_lock_shared($40)::text end as passed
             ), seller as materialized (
               select o.name, s.vat_id from organisers o
               left join event_sellers s on s.org_id = $33 and s.event_id = ($3::uuid[])[1]
               where o.org_id = $33
             ), new_orders as (
               insert into orders (org_id, id, event_id, cart_id, code, secret, status, channel, name, email, locale,
                 total_minor, currency, payment_method, expires_at, paid_at, created_at, fee_minor, tax_minor, voucher,
                 buyer_tax, approval, test, seller_name, seller_vat_id)
               select o.*, (select name from seller), (select vat_id from seller) from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                 $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[],
                 $14::text[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $41::bigint[],
                 $42::bigint[], $43::text[], $44::jsonb[], $45::text[], $47::bool[]) as o
               where coalesce((select passed from gate), '') is not null
             ), sales as (
               insert into ledger_entries (org_id, id, event_id, order_id, kind, amount_minor, currency, at)
               select org, entry, event, id, 'sale', total, currency, at
               from unnest($1::uuid[], $18::uuid[], $3::uuid[], $2::uuid[], $12::bigint[], $13::text[],
                 $17::timestamptz[], $47::bool[]) as o (org, entry, event, id, total, currency, at, test)
               where not test
             ), positions as (
               insert into order_positions (org_id, id, order_id, event_id, number, product_id, price_minor,
                 attendee_name, parent, variation_id, admits, beyond)
               select $33::uuid, p.* from unnest($19::uuid[], $20::uuid[], $21::uuid[], $22::int[], $23::uuid[],
                 $24::bigint[], $25::text[], $37::int[], $38::uuid[], $39::bool[], $46::bool[]) as p
             ), money as (
               insert into payments (org_id, id, event_id, order_id, number, provider, amount_minor, currency, state,
                 created_at, confirmed_at)
               select $33::uuid, id, event, ord, 1, provider, amount, currency, state, at, confirmed
               from unnest($26::uuid[], $27::uuid[], $28::uuid[], $29::bigint[], $30::text[], $31::timestamptz[],
                 $34::text[], $35::text[], $36::timestamptz[])
                 as m (id, ord, event, amount, currency, at, provider, state, confirmed)
             ), ordered as (
               update carts set status = 'ordered' where org_id = $33 and id = any($4)
             )
             insert into ledger_entries (org_id, id, event_id, order_id, payment_id, kind, amount_minor, currency, at)
             select $33::uuid, entry, event, ord, id, 'payment', amount, currency, at
             from unnest($26::uuid[], $27::uuid[], $28::uuid[], $29::bigint[], $30::text[], $31::timestamptz[],
               $32::uuid[]) as m (id, ord, event, amount, currency, at, entry)
             where entry is not null",
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
            &m.entry as &[Option<uuid::Uuid>],
            org.uuid(),
            &m.provider,
            &m.state as &[&str],
            &m.confirmed as &[Option<Instant>],
            &p.parent as &[Option<i32>],
            &p.variation as &[Option<uuid::Uuid>],
            &p.admits,
            gate,
            &self.fee as &[Option<i64>],
            &self.tax as &[Option<i64>],
            &self.voucher as &[Option<String>],
            &self.buyer_tax as _,
            &self.approval as &[Option<&str>],
            &p.beyond,
            &self.test,
        )
        .execute(&mut **tx)
        .await?;
        if let Some(event) = event {
            gate::passed(tx, event.uuid());
        }
        Ok(())
    }
}
