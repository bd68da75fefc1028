//! Taxes, fees, discounts and vouchers of the demo's events.

use anyhow::{Context, Result};
use catalog::{
    EventHead, discount, fee,
    price::{self, Settings},
    quote::Rounding,
    tax_rule, voucher,
};
use kernel::{Instant, ProductId, Zone};
use sales::price::BuyerTax;
use store::Cx;

use super::{
    content::Prices,
    stage::{OnSale, midnight},
};

/// Sets up what decides on the prices of an event besides its list. The first tax is the event's default.
pub(super) async fn set_up(
    cx: &Cx,
    event: &EventHead,
    (prices, products): (&Prices, &[OnSale<'_>]),
    (now, zone): (Instant, &Zone),
) -> Result<()> {
    let ids = |only: &[String]| -> Vec<ProductId> {
        let named = products.iter().filter(|product| only.contains(&product.spec.key));
        named.map(|product| product.id).collect()
    };
    let mut default = None;
    for tax in &prices.taxes {
        let plan = tax_rule::Plan { product_ids: ids(&tax.only), ..tax.plan.clone() };
        let rule = tax_rule::create(cx, event, plan).await?;
        default.get_or_insert(rule.id);
    }
    let settings = Settings {
        default_tax_rule_id: default,
        seller_vat_id: default.map(|_| "DE136695976".to_owned()),
        rounding: Rounding::Line,
        includes_tax: true,
    };
    price::set(cx, event, settings).await?;
    for plan in &prices.fees {
        fee::create(cx, event, plan.clone()).await?;
    }
    for early in &prices.discounts {
        let mut plan = early.plan.clone();
        plan.valid_until = early.until_day.map(|day| midnight(now, day + 1, zone)).transpose()?;
        plan.scope.products = ids(&early.only);
        discount::create(cx, event, plan).await?;
    }
    for voucher in &prices.vouchers {
        let mut plan = voucher.plan.clone();
        plan.scope.products = ids(&voucher.only);
        voucher::create(cx, event, plan).await?;
    }
    Ok(())
}

/// A guest from the country of the event, where its tax depends on that.
pub(super) fn buyer(prices: Option<&Prices>) -> Result<Option<BuyerTax>> {
    let asks = prices.is_some_and(|prices| prices.taxes.iter().any(|tax| !tax.plan.cases.is_empty()));
    let buyer = || BuyerTax::parse("DE", false, "").ok().context("a country");
    asks.then(buyer).transpose()
}
