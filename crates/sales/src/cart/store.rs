//! Carts in SQL. Reads the view `approval_products` (catalog).

use catalog::Mode;
use kernel::{CartId, EventId, Instant, ProductId, VariationId};
use sqlx::types::Json;
use store::{
    Tx,
    job::{Columns, NewJob},
};

use super::{Cart, CartLine, CartStatus};
use crate::price::{BuyerTax, Tariff};

/// A line with the cart it belongs to.
struct Row {
    id: CartId,
    event_id: EventId,
    secret: String,
    status: CartStatus,
    test: bool,
    locale: String,
    name: String,
    email: String,
    expires_at: Instant,
    extendable_until: Instant,
    created_at: Instant,
    fee_minor: Option<i64>,
    tax_minor: Option<i64>,
    voucher: Option<String>,
    buyer_tax: Option<Json<BuyerTax>>,
    number: i32,
    parent: Option<i32>,
    product: ProductId,
    variation: Option<VariationId>,
    price_minor: i64,
    chosen_minor: Option<i64>,
    admits: bool,
    attendee_name: String,
    approval: bool,
    beyond: bool,
}

/// The cart that the rows are the lines of; no cart is without.
fn cart(rows: Vec<Row>) -> Option<Cart> {
    let mut cart: Option<Cart> = None;
    for row in rows {
        let cart = cart.get_or_insert_with(|| Cart {
            id: row.id,
            event: row.event_id,
            secret: row.secret,
            status: row.status,
            mode: Mode::of(row.test),
            locale: row.locale.parse().unwrap_or_else(|_| kernel::Locale::english()),
            name: row.name,
            email: row.email,
            expires_at: row.expires_at,
            extendable_until: row.extendable_until,
            created_at: row.created_at,
            tariff: Tariff {
                fee_minor: row.fee_minor,
                tax_minor: row.tax_minor,
                voucher: row.voucher,
                buyer: row.buyer_tax.map(|buyer| buyer.0),
            },
            lines: Vec::new(),
        });
        cart.lines.push(CartLine {
            number: row.number,
            parent: row.parent,
            product: row.product,
            variation: row.variation,
            price_minor: row.price_minor,
            chosen_minor: row.chosen_minor,
            admits: row.admits,
            approval: row.approval,
            beyond: row.beyond,
            attendee_name: row.attendee_name,
        });
    }
    cart
}

/// The event's cart with this secret, without a lock: for looking only.
pub(super) async fn find(tx: &mut Tx, event: EventId, secret: &str) -> Result<Option<Cart>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id as "id: CartId", c.event_id as "event_id: EventId", c.secret,
             c.status as "status: CartStatus", c.test, c.locale, c.name, c.email, c.expires_at, c.extendable_until,
             c.created_at, c.fee_minor, c.tax_minor, c.voucher, c.buyer_tax as "buyer_tax: Json<BuyerTax>",
             l.number, l.parent, l.product_id as "product: ProductId", l.variation_id as "variation: VariationId",
             l.price_minor, l.chosen_minor, l.admits, l.attendee_name, l.beyond,
             exists (select from approval_products a where a.org_id = $1 and a.id = l.product_id) as "approval!"
           from carts c join cart_lines l on l.cart_id = c.id
           where c.org_id = $1 and c.event_id = $2 and c.secret = $3
           order by l.number"#,
        tx.org().uuid(),
        event.uuid(),
        secret,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(cart(rows))
}

/// The event's cart with this secret, locked until the transaction ends. The lines are locked, too, so that they are
/// read as whoever held the cart before has left them.
pub(crate) async fn lock(tx: &mut Tx, event: EventId, secret: &str) -> Result<Option<Cart>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id as "id: CartId", c.event_id as "event_id: EventId", c.secret,
             c.status as "status: CartStatus", c.test, c.locale, c.name, c.email, c.expires_at, c.extendable_until,
             c.created_at, c.fee_minor, c.tax_minor, c.voucher, c.buyer_tax as "buyer_tax: Json<BuyerTax>",
             l.number, l.parent, l.product_id as "product: ProductId", l.variation_id as "variation: VariationId",
             l.price_minor, l.chosen_minor, l.admits, l.attendee_name, l.beyond,
             exists (select from approval_products a where a.org_id = $1 and a.id = l.product_id) as "approval!"
           from carts c join cart_lines l on l.cart_id = c.id
           where c.org_id = $1 and c.event_id = $2 and c.secret = $3
           order by l.number
           for update of c, l"#,
        tx.org().uuid(),
        event.uuid(),
        secret,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(cart(rows))
}

/// The cart by id, locked as by [`lock`].
pub(super) async fn lock_by_id(tx: &mut Tx, id: CartId) -> Result<Option<Cart>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id as "id: CartId", c.event_id as "event_id: EventId", c.secret,
             c.status as "status: CartStatus", c.test, c.locale, c.name, c.email, c.expires_at, c.extendable_until,
             c.created_at, c.fee_minor, c.tax_minor, c.voucher, c.buyer_tax as "buyer_tax: Json<BuyerTax>",
             l.number, l.parent, l.product_id as "product: ProductId", l.variation_id as "variation: VariationId",
             l.price_minor, l.chosen_minor, l.admits, l.attendee_name, l.beyond,
             exists (select from approval_products a where a.org_id = $1 and a.id = l.product_id) as "approval!"
           from carts c join cart_lines l on l.cart_id = c.id
           where c.org_id = $1 and c.id = $2
           order by l.number
           for update of c, l"#,
        tx.org().uuid(),
        id.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(cart(rows))
}

/// Inserts a cart with its lines and has it `expire`; returns the version of the event's catalogue.
pub(super) async fn insert(tx: &mut Tx, cart: &Cart, expire: NewJob) -> Result<i64, sqlx::Error> {
    let (now, chance) = (tx.now(), tx.cx().chance.clone());
    let ids: Vec<uuid::Uuid> = cart.lines.iter().map(|_| chance.uuid(now)).collect();
    let numbers: Vec<i32> = cart.lines.iter().map(|line| line.number).collect();
    let parents: Vec<Option<i32>> = cart.lines.iter().map(|line| line.parent).collect();
    let products: Vec<uuid::Uuid> = cart.lines.iter().map(|line| line.product.uuid()).collect();
    let variations: Vec<Option<uuid::Uuid>> =
        cart.lines.iter().map(|line| line.variation.map(VariationId::uuid)).collect();
    let admits: Vec<bool> = cart.lines.iter().map(|line| line.admits).collect();
    let prices: Vec<i64> = cart.lines.iter().map(|line| line.price_minor).collect();
    let chosen: Vec<Option<i64>> = cart.lines.iter().map(|line| line.chosen_minor).collect();
    let beyond: Vec<bool> = cart.lines.iter().map(|line| line.beyond).collect();
    let job = Columns::from_iter([expire]);
    sqlx::query_scalar!(
        r#"with cart as (
             insert into carts (id, org_id, event_id, secret, status, locale, expires_at, extendable_until, created_at,
               fee_minor, tax_minor, voucher, test)
             values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $16, $17, $18, $29)
           ), lines as (
             insert into cart_lines (id, org_id, cart_id, number, product_id, price_minor, parent, variation_id, admits,
               chosen_minor, beyond)
             select id, $2, $1, number, product, price, parent, variation, admits, chosen, beyond
             from unnest($9::uuid[], $10::int[], $11::uuid[], $12::bigint[], $13::int[], $14::uuid[], $15::bool[],
               $19::bigint[], $20::bool[]) as l (id, number, product, price, parent, variation, admits, chosen, beyond)
           )
           select version as "version!"
           from event_versions, enqueue_jobs($21, $22, $23, $24, $25, $26, $27, $28)
           where org_id = $2 and id = $3"#,
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
        &parents as &[Option<i32>],
        &variations as &[Option<uuid::Uuid>],
        &admits,
        cart.tariff.fee_minor,
        cart.tariff.tax_minor,
        cart.tariff.voucher,
        &chosen as &[Option<i64>],
        &beyond,
        &job.orgs as &[Option<uuid::Uuid>],
        &job.kinds as &[&str],
        &job.payloads,
        &job.keys as &[Option<String>],
        &job.run_ats as &[Instant],
        &job.max_attempts,
        &job.correlations as &[Option<String>],
        &job.created_ats as &[Instant],
        cart.mode.is_test(),
    )
    .fetch_one(&mut **tx)
    .await
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

/// Writes what a cart and its lines cost by now.
pub(super) async fn set_prices(tx: &mut Tx, cart: &Cart) -> Result<(), sqlx::Error> {
    let numbers: Vec<i32> = cart.lines.iter().map(|line| line.number).collect();
    let prices: Vec<i64> = cart.lines.iter().map(|line| line.price_minor).collect();
    let beyond: Vec<bool> = cart.lines.iter().map(|line| line.beyond).collect();
    sqlx::query!(
        "with priced as (
           update carts set fee_minor = $3, tax_minor = $4, voucher = $5, buyer_tax = $6
           where org_id = $1 and id = $2
         )
         update cart_lines l set price_minor = p.price, beyond = p.beyond
         from unnest($7::int[], $8::bigint[], $9::bool[]) as p (number, price, beyond)
         where l.org_id = $1 and l.cart_id = $2 and l.number = p.number",
        tx.org().uuid(),
        cart.id.uuid(),
        cart.tariff.fee_minor,
        cart.tariff.tax_minor,
        cart.tariff.voucher,
        cart.tariff.buyer.as_ref().map(Json) as _,
        &numbers,
        &prices,
        &beyond,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a guest told, checked.
#[derive(Default)]
pub(super) struct Told {
    pub name: Option<String>,
    pub email: Option<String>,
    /// Who comes, by the order of the lines; fewer leave the rest as they are.
    pub attendees: Vec<String>,
}

/// Notes who buys and who comes; returns the cart as it is then. `None` if there is no such cart, or it was ordered.
pub(super) async fn set_people(
    tx: &mut Tx,
    event: EventId,
    secret: &str,
    told: &Told,
) -> Result<Option<Cart>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"with c as (
             update carts set name = coalesce($4, name), email = coalesce($5, email)
             where org_id = $1 and event_id = $2 and secret = $3 and status <> 'ordered'
             returning id, event_id, secret, status, test, locale, name, email, expires_at, extendable_until, created_at,
               fee_minor, tax_minor, voucher, buyer_tax
           ), named as (
             update cart_lines l set attendee_name = coalesce(($6::text[])[l.number], l.attendee_name)
             from c where l.org_id = $1 and l.cart_id = c.id and cardinality($6::text[]) > 0
             returning l.id, l.attendee_name
           )
           select c.id as "id!: CartId", c.event_id as "event_id!: EventId", c.secret as "secret!",
             c.status as "status!: CartStatus", c.test as "test!", c.locale as "locale!", c.name as "name!", c.email as "email!",
             c.expires_at as "expires_at!", c.extendable_until as "extendable_until!", c.created_at as "created_at!",
             c.fee_minor, c.tax_minor, c.voucher, c.buyer_tax as "buyer_tax: Json<BuyerTax>", l.chosen_minor,
             l.number as "number!", l.parent as "parent?", l.product_id as "product!: ProductId",
             l.variation_id as "variation?: VariationId", l.price_minor as "price_minor!", l.admits as "admits!", l.beyond as "beyond!",
             coalesce(named.attendee_name, l.attendee_name) as "attendee_name!",
             exists (select from approval_products a where a.org_id = $1 and a.id = l.product_id) as "approval!"
           from c join cart_lines l on l.cart_id = c.id left join named on named.id = l.id
           order by l.number"#,
        tx.org().uuid(),
        event.uuid(),
        secret,
        told.name,
        told.email,
        &told.attendees,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(cart(rows))
}
