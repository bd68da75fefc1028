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

/// The carts that the rows are the lines of, one after the other; no cart is without.
fn carts(rows: Vec<Row>) -> Vec<Cart> {
    let mut carts: Vec<Cart> = Vec::new();
    for row in rows {
        if carts.last().is_none_or(|cart| cart.id != row.id) {
            carts.push(Cart {
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
        }
        let Some(cart) = carts.last_mut() else { continue };
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
    carts
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
    Ok(carts(rows).pop())
}

/// The event's cart with this secret, locked as by [`lock_all`].
pub(crate) async fn lock(tx: &mut Tx, event: EventId, secret: &str) -> Result<Option<Cart>, sqlx::Error> {
    Ok(lock_all(tx, event, &[secret]).await?.pop())
}

/// The event's carts with these secrets, locked until the transaction ends, in the order of their ids, so that nobody waits
/// in a circle. The lines are locked, too, so that they are read as whoever held the cart before has left them.
pub(crate) async fn lock_all(
    tx: &mut Tx,
    event: EventId,
    secrets: &[&str],
) -> Result<Vec<Cart>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id as "id: CartId", c.event_id as "event_id: EventId", c.secret,
             c.status as "status: CartStatus", c.test, c.locale, c.name, c.email, c.expires_at, c.extendable_until,
             c.created_at, c.fee_minor, c.tax_minor, c.voucher, c.buyer_tax as "buyer_tax: Json<BuyerTax>",
             l.number, l.parent, l.product_id as "product: ProductId", l.variation_id as "variation: VariationId",
             l.price_minor, l.chosen_minor, l.admits, l.attendee_name, l.beyond,
             exists (select from approval_products a where a.org_id = $1 and a.id = l.product_id) as "approval!"
           from carts c join cart_lines l on l.cart_id = c.id
           where c.org_id = $1 and c.event_id = $2 and c.secret = any($3)
           order by c.id, l.number
           for update of c, l"#,
        tx.org().uuid(),
        event.uuid(),
        secrets as &[&str],
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(carts(rows))
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
    Ok(carts(rows).pop())
}

/// Inserts carts of one event with their lines, and has them `expire`; returns the version of the event's catalogue.
pub(super) async fn insert(
    tx: &mut Tx,
    event: EventId,
    carts: &[&Cart],
    expire: Vec<NewJob>,
) -> Result<i64, sqlx::Error> {
    let (now, chance) = (tx.now(), tx.cx().chance.clone());
    let (new, lines) = (NewCarts::of(carts), NewLines::of(carts, || chance.uuid(now)));
    let job = Columns::from_iter(expire);
    sqlx::query_scalar!(
        r#"with new_carts as (
             insert into carts (org_id, event_id, status, id, secret, locale, expires_at, extendable_until, created_at,
               fee_minor, tax_minor, voucher, test)
             select $1, $2, 'open', c.* from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[],
               $7::timestamptz[], $8::timestamptz[], $9::bigint[], $10::bigint[], $11::text[], $12::bool[]) as c
           ), lines as (
             insert into cart_lines (org_id, id, cart_id, number, product_id, price_minor, parent, variation_id, admits,
               chosen_minor, beyond)
             select $1, l.* from unnest($13::uuid[], $14::uuid[], $15::int[], $16::uuid[], $17::bigint[], $18::int[],
               $19::uuid[], $20::bool[], $21::bigint[], $22::bool[]) as l
           )
           select version as "version!"
           from event_versions, enqueue_jobs($23, $24, $25, $26, $27, $28, $29, $30)
           where org_id = $1 and id = $2"#,
        tx.org().uuid(),
        event.uuid(),
        &new.ids,
        &new.secrets,
        &new.locales,
        &new.expire as &[Instant],
        &new.extendable as &[Instant],
        &new.created as &[Instant],
        &new.fees as &[Option<i64>],
        &new.taxes as &[Option<i64>],
        &new.vouchers as &[Option<String>],
        &new.tests,
        &lines.ids,
        &lines.carts,
        &lines.numbers,
        &lines.products,
        &lines.prices,
        &lines.parents as &[Option<i32>],
        &lines.variations as &[Option<uuid::Uuid>],
        &lines.admits,
        &lines.chosen as &[Option<i64>],
        &lines.beyond,
        &job.orgs as &[Option<uuid::Uuid>],
        &job.kinds as &[&str],
        &job.payloads,
        &job.keys as &[Option<String>],
        &job.run_ats as &[Instant],
        &job.max_attempts,
        &job.correlations as &[Option<String>],
        &job.created_ats as &[Instant],
    )
    .fetch_one(&mut **tx)
    .await
}

/// Columns of new carts.
struct NewCarts {
    ids: Vec<uuid::Uuid>,
    secrets: Vec<String>,
    locales: Vec<String>,
    expire: Vec<Instant>,
    extendable: Vec<Instant>,
    created: Vec<Instant>,
    fees: Vec<Option<i64>>,
    taxes: Vec<Option<i64>>,
    vouchers: Vec<Option<String>>,
    tests: Vec<bool>,
}

impl NewCarts {
    fn of(carts: &[&Cart]) -> Self {
        Self {
            ids: column(carts, |cart| cart.id.uuid()),
            secrets: column(carts, |cart| cart.secret.clone()),
            locales: column(carts, |cart| cart.locale.to_string()),
            expire: column(carts, |cart| cart.expires_at),
            extendable: column(carts, |cart| cart.extendable_until),
            created: column(carts, |cart| cart.created_at),
            fees: column(carts, |cart| cart.tariff.fee_minor),
            taxes: column(carts, |cart| cart.tariff.tax_minor),
            vouchers: column(carts, |cart| cart.tariff.voucher.clone()),
            tests: column(carts, |cart| cart.mode.is_test()),
        }
    }
}

/// Columns of the lines of new carts.
struct NewLines {
    ids: Vec<uuid::Uuid>,
    carts: Vec<uuid::Uuid>,
    numbers: Vec<i32>,
    products: Vec<uuid::Uuid>,
    prices: Vec<i64>,
    parents: Vec<Option<i32>>,
    variations: Vec<Option<uuid::Uuid>>,
    admits: Vec<bool>,
    chosen: Vec<Option<i64>>,
    beyond: Vec<bool>,
}

impl NewLines {
    fn of(carts: &[&Cart], id: impl Fn() -> uuid::Uuid) -> Self {
        let lines: Vec<(&Cart, &CartLine)> =
            carts.iter().flat_map(|cart| cart.lines.iter().map(|line| (*cart, line))).collect();
        Self {
            ids: column(&lines, |_| id()),
            carts: column(&lines, |(cart, _)| cart.id.uuid()),
            numbers: column(&lines, |(_, line)| line.number),
            products: column(&lines, |(_, line)| line.product.uuid()),
            prices: column(&lines, |(_, line)| line.price_minor),
            parents: column(&lines, |(_, line)| line.parent),
            variations: column(&lines, |(_, line)| line.variation.map(VariationId::uuid)),
            admits: column(&lines, |(_, line)| line.admits),
            chosen: column(&lines, |(_, line)| line.chosen_minor),
            beyond: column(&lines, |(_, line)| line.beyond),
        }
    }
}

/// One column of many rows.
fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
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
    Ok(carts(rows).pop())
}
