//! Taxes, fees, discounts and vouchers of the demo's events.

use anyhow::{Context, Result};
use catalog::{
    EventHead, discount, fee,
    price::{self, Settings},
    quote::Rounding,
    tax_rule, voucher,
};
use kernel::{Instant, Zone};
use sales::price::BuyerTax;
use store::Cx;

use super::{content::Prices, stage::midnight};

/// Sets up what decides on the prices of an event besides its list. The first tax is the event's default.
pub(super) async fn set_up(
    cx: &Cx,
    event: &EventHead,
    prices: &Prices,
    (now, zone): (Instant, &Zone),
) -> Result<()> {
    let mut default = None;
    for plan in &prices.taxes {
        let rule = tax_rule::create(cx, event, plan.clone()).await?;
        default.get_or_insert(rule.id);
    }
    let settings = Settings { includes_tax: true, rounding: Rounding::Line, default_tax_rule_id: default };
    price::set(cx, event, settings).await?;
    for plan in &prices.fees {
        fee::create(cx, event, plan.clone()).await?;
    }
    for early in &prices.discounts {
        let mut plan = early.plan.clone();
        plan.valid_until = early.until_day.map(|day| midnight(now, day + 1, zone)).transpose()?;
        discount::create(cx, event, plan).await?;
    }
    for plan in &prices.vouchers {
        voucher::create(cx, event, plan.clone()).await?;
    }
    Ok(())
}

/// A guest from the country of the event, where its tax depends on that.
pub(super) fn buyer(prices: Option<&Prices>) -> Result<Option<BuyerTax>> {
    let asks = prices.is_some_and(|prices| prices.taxes.iter().any(|tax| !tax.cases.is_empty()));
    let buyer = || BuyerTax::parse("DE", false, "").ok().context("a country");
    asks.then(buyer).transpose()
}
