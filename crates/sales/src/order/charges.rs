//! What the positions and fees of an order cost and why, as its organiser and its buyer see it.

use std::collections::BTreeMap;

use catalog::quote::{TaxCode, Taxed};
use kernel::{DiscountId, EventId, FeeId, Locale, Money, Percent, VoucherId};
use serde::Serialize;
use store::Tx;
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
    /// What the discount was called when it took it in, in the buyer's language.
    pub discount: Option<String>,
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
        discount_id: row.discount.as_ref().map(|(discount, _)| *discount),
        discount: row.discount.as_ref().map(|(_, name)| name.get(&order.locale).to_owned()),
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

/// What a position costs its buyer, and what made it cheaper.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = GuestPrice)]
pub struct GuestPriceView {
    /// The position's number.
    pub number: i32,
    /// What it would cost without what made it cheaper; absent if nothing did.
    pub list_price: Option<Money>,
    /// What made it cheaper: the voucher's code, and the discount's name in the buyer's language.
    pub because: Vec<String>,
    /// What the buyer pays, with its tax, in minor units.
    #[serde(flatten)]
    pub taxed: Taxed,
}

/// What an order costs by rule, as its buyer is told; nothing where only the list decided on prices.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[schema(as = OrderCharges)]
pub struct Charges {
    /// What each position costs, and why.
    pub prices: Vec<GuestPriceView>,
    /// What is added to the positions.
    pub fees: Vec<FeeView>,
    /// The sums by rate.
    pub taxes: Vec<TaxView>,
    /// The seller's name as the order kept it when it was placed; absent in orders from before that was kept.
    pub seller_name: Option<String>,
    /// The seller's VAT id or tax number as the order kept it; today's in orders from before.
    pub seller_vat_id: Option<String>,
}

impl Charges {
    /// Reads what an order costs, with the reasons as the event's catalogue has them at `version`.
    pub async fn of(tx: &mut Tx, event: EventId, version: i64, order: &Order) -> Result<Self, sqlx::Error> {
        let rows = price::of_order(tx, order).await?;
        if rows.is_empty() {
            return Ok(Self {
                seller_name: order.seller.as_ref().map(|seller| seller.name.clone()),
                ..Self::default()
            });
        }
        let rules = catalog::price::rules(tx, event, version).await?;
        let view = |row: &price::Row| {
            let (list, because) = cause(row, order.tariff.voucher.as_deref(), &order.locale);
            GuestPriceView { number: row.number, list_price: order.money(list), because, taxed: row.taxed }
        };
        Ok(Self {
            prices: rows.iter().filter(|row| row.fee.is_none()).map(view).collect(),
            fees: fee_views(&rows, order),
            taxes: tax_views(&rows),
            seller_name: order.seller.as_ref().map(|seller| seller.name.clone()),
            seller_vat_id: match &order.seller {
                Some(seller) => seller.vat_id.clone(),
                None => rules.seller_vat_id().map(str::to_owned),
            },
        })
    }

    /// Whether some of it is a matter of tax.
    pub fn has_taxes(&self) -> bool {
        self.taxes.iter().any(|tax| tax.code != TaxCode::O)
    }
}

/// What a line would cost without what made it cheaper, and what did: the voucher's code and the discount's name.
pub(crate) fn cause(row: &price::Row, voucher: Option<&str>, locale: &Locale) -> (Option<i64>, Vec<String>) {
    let name = row.discount.as_ref().map(|(_, name)| name.get(locale).to_owned());
    let voucher = row.voucher.filter(|(_, off)| *off > 0).and(voucher.map(str::to_owned));
    let because: Vec<String> = voucher.into_iter().chain(name).collect();
    // List prices say nothing beside what is paid if only one of both holds a tax.
    let alike = row.list_with_tax && row.taxed.code != TaxCode::Ae && !because.is_empty();
    (Some(row.list).filter(|list| alike && *list > row.taxed.gross), because)
}
