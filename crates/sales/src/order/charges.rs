//! What the positions and fees of an order cost and why, as its organiser and its buyer see it.

use std::collections::BTreeMap;

use catalog::quote::{TaxCode, Taxed};
use kernel::{DiscountId, FeeId, Money, Percent, VoucherId};
use serde::Serialize;
use utoipa::ToSchema;

use super::Order;
use crate::price;

/// What a position costs, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PositionPrice)]
pub struct PriceView {
    /// The position's number.
    pub number: i32,
    /// The list price.
    pub list: Money,
    /// What the buyer pays, with its tax, in minor units.
    #[serde(flatten)]
    pub taxed: Taxed,
    /// The discount that took it in.
    pub discount_id: Option<DiscountId>,
    /// The voucher that it used.
    pub voucher_id: Option<VoucherId>,
    /// What the voucher took off.
    pub voucher_off: Money,
}

/// A fee of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OrderFee)]
pub struct FeeView {
    /// The fee.
    pub fee_id: FeeId,
    /// Its name in the buyer's language.
    pub name: String,
    /// What it costs.
    pub price: Money,
    /// The same with its tax, in minor units.
    #[serde(flatten)]
    pub taxed: Taxed,
}

pub(crate) fn price_views(rows: &[price::Row], order: &Order) -> Vec<PriceView> {
    let money = |minor| Money::new(minor, order.total.currency);
    let view = |row: &price::Row| PriceView {
        number: row.number,
        list: money(row.list),
        taxed: row.taxed,
        discount_id: row.discount,
        voucher_id: row.voucher.map(|(voucher, _)| voucher),
        voucher_off: money(row.voucher.map_or(0, |(_, off)| off)),
    };
    rows.iter().filter(|row| row.fee.is_none()).map(view).collect()
}

pub(crate) fn fee_views(rows: &[price::Row], order: &Order) -> Vec<FeeView> {
    let view = |row: &price::Row| {
        let (fee_id, name) = row.fee.as_ref()?;
        let price = Money::new(row.taxed.gross, order.total.currency);
        Some(FeeView { fee_id: *fee_id, name: name.get(&order.locale).to_owned(), price, taxed: row.taxed })
    };
    rows.iter().filter_map(view).collect()
}

/// What one rate of tax comes to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OrderTax)]
pub struct TaxView {
    /// The rate.
    pub rate: Percent,
    /// The tax category.
    pub code: TaxCode,
    /// Without tax, in minor units.
    pub net_minor: i64,
    /// The tax, in minor units.
    pub tax_minor: i64,
    /// With tax, in minor units.
    pub gross_minor: i64,
}

pub(crate) fn tax_views(rows: &[price::Row]) -> Vec<TaxView> {
    let mut sums: BTreeMap<(TaxCode, Percent), TaxView> = BTreeMap::new();
    for Taxed { net, tax, gross, rate, code, .. } in rows.iter().map(|row| row.taxed) {
        let none = TaxView { rate, code, net_minor: 0, tax_minor: 0, gross_minor: 0 };
        let sum = sums.entry((code, rate)).or_insert(none);
        sum.net_minor = sum.net_minor.saturating_add(net);
        sum.tax_minor = sum.tax_minor.saturating_add(tax);
        sum.gross_minor = sum.gross_minor.saturating_add(gross);
    }
    sums.into_values().collect()
}
