//! SQL for `line_prices`.

use catalog::{
    Mode,
    price::Uses,
    quote::{TaxCode, Taxed},
};
use kernel::{CartId, DiscountId, EventId, FeeId, LocalizedText, OrderId, Percent, TaxRuleId, VoucherId};
use sqlx::types::Json;
use store::Tx;
use uuid::Uuid;

use super::Row;

/// A cart or an order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner(Uuid);

impl From<CartId> for Owner {
    fn from(cart: CartId) -> Self {
        Self(cart.uuid())
    }
}

impl From<OrderId> for Owner {
    fn from(order: OrderId) -> Self {
        Self(order.uuid())
    }
}

/// Writes what carts or orders cost.
pub(crate) async fn insert(tx: &mut Tx, event: EventId, rows: &[(Owner, Row)]) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let org = tx.org().uuid();
    let each = || rows.iter().map(|(_, row)| row);
    let owners: Vec<Uuid> = rows.iter().map(|(owner, _)| owner.0).collect();
    let numbers: Vec<i32> = each().map(|row| row.number).collect();
    let fees: Vec<Option<Uuid>> = each().map(|row| row.fee.as_ref().map(|(fee, _)| fee.uuid())).collect();
    let none = LocalizedText::default();
    let names: Vec<Json<&LocalizedText>> = each().map(|row| Json(row.name().unwrap_or(&none))).collect();
    let lists: Vec<i64> = each().map(|row| row.list).collect();
    let with_tax: Vec<bool> = each().map(|row| row.list_with_tax).collect();
    let gross: Vec<i64> = each().map(|row| row.taxed.gross).collect();
    let nets: Vec<i64> = each().map(|row| row.taxed.net).collect();
    let taxes: Vec<i64> = each().map(|row| row.taxed.tax).collect();
    let rates: Vec<i32> = each().map(|row| row.taxed.rate.millionths()).collect();
    let codes: Vec<&str> = each().map(|row| row.taxed.code.as_str()).collect();
    let rules: Vec<Option<Uuid>> = each().map(|row| row.taxed.rule.map(TaxRuleId::uuid)).collect();
    let discounts: Vec<Option<Uuid>> =
        each().map(|row| row.discount.as_ref().map(|(id, _)| id.uuid())).collect();
    let vouchers: Vec<Option<Uuid>> = each().map(|row| row.voucher.map(|(id, _)| id.uuid())).collect();
    let off: Vec<i64> = each().map(|row| row.voucher.map_or(0, |(_, off)| off)).collect();
    sqlx::query!(
        "insert into line_prices (org_id, event_id, owner_id, number, fee_id, name, list_minor, price_minor, net_minor,
           tax_minor, tax_rate, tax_code, tax_rule_id, discount_id, voucher_id, voucher_off_minor, list_with_tax)
         select $1::uuid, $2::uuid, l.* from unnest($3::uuid[], $4::int[], $5::uuid[], $6::jsonb[], $7::bigint[], $8::bigint[],
           $9::bigint[], $10::bigint[], $11::int[], $12::text[], $13::uuid[], $14::uuid[], $15::uuid[], $16::bigint[],
           $17::bool[])
           as l",
        org,
        event.uuid(),
        &owners,
        &numbers,
        &fees as &[Option<Uuid>],
        &names as _,
        &lists,
        &gross,
        &nets,
        &taxes,
        &rates,
        &codes as &[&str],
        &rules as &[Option<Uuid>],
        &discounts as &[Option<Uuid>],
        &vouchers as &[Option<Uuid>],
        &off,
        &with_tax,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets what a cart or an order cost.
pub(crate) async fn delete(tx: &mut Tx, owner: impl Into<Owner>) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from line_prices where org_id = $1 and owner_id = $2", org, owner.into().0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The prices of a cart become those of the order that it has become.
pub(crate) async fn move_to_order(tx: &mut Tx, cart: CartId, order: OrderId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update line_prices set owner_id = $3 where org_id = $1 and owner_id = $2",
        org,
        cart.uuid(),
        order.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a cart or an order costs by rule: lines by number, then fees. Nothing where only the list decided.
pub(crate) async fn of(tx: &mut Tx, owner: impl Into<Owner>) -> Result<Vec<Row>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select number, fee_id as "fee: FeeId", name as "name: Json<LocalizedText>", list_minor, list_with_tax, price_minor, net_minor,
             tax_minor, tax_rate as "tax_rate: Percent", tax_code as "tax_code: TaxCode",
             tax_rule_id as "tax_rule: TaxRuleId", discount_id as "discount: DiscountId",
             voucher_id as "voucher: VoucherId", voucher_off_minor
           from line_prices where org_id = $1 and owner_id = $2 order by number"#,
        org,
        owner.into().0,
    )
    .fetch_all(&mut **tx)
    .await?;
    let row = rows.into_iter().map(|row| Row {
        number: row.number,
        fee: row.fee.map(|fee| (fee, row.name.0.clone())),
        list: row.list_minor,
        list_with_tax: row.list_with_tax,
        taxed: Taxed {
            net: row.net_minor,
            tax: row.tax_minor,
            gross: row.price_minor,
            rate: row.tax_rate,
            code: row.tax_code,
            rule: row.tax_rule,
        },
        discount: row.discount.map(|discount| (discount, row.name.0)),
        voucher: row.voucher.map(|voucher| (voucher, row.voucher_off_minor)),
    });
    Ok(row.collect())
}

/// What these rows have used of vouchers and discounts.
pub(crate) fn uses_in(rows: &[Row], mode: Mode) -> Uses {
    let mut uses = Uses { mode, ..Uses::default() };
    for row in rows {
        if let Some((voucher, off)) = row.voucher {
            let sum = uses.vouchers.entry(voucher).or_default();
            *sum = (sum.0 + 1, sum.1 + off);
        }
        if let Some((discount, _)) = &row.discount {
            *uses.discounts.entry(*discount).or_default() += 1;
        }
    }
    uses
}
