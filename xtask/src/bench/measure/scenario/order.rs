//! `order` and `order-spread`: paid orders of one ticket through REST.

use anyhow::Result;

use super::{Bench, Orders, visitors};
use crate::bench::measure::limit::Limit;
use crate::bench::measure::load::{Load, Tally};
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::Event;

const CLIENTS: usize = 32;
/// Enough for every run.
const PLACES: u64 = 10_000_000;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let ((tally, limit), _) = measure(bench)?;
    Ok(Outcome::of("order", &tally).beside(limit).at_least_ratio(1.0, "one hot row"))
}

/// Measures orders from one hot quota between its limits, and keeps the result for other scenarios.
pub(super) fn measure(bench: &mut Bench) -> Result<((Tally, f64), Orders)> {
    let event = bench.shop.event("order", 1, PLACES)?;
    let found = bench.between(Limit::Hot, CLIENTS, || sell(bench, &event))?;
    let orders = Orders { rate: found.0.rate(), memory: found.0.memory };
    bench.order = Some(orders);
    Ok((found, orders))
}

pub(super) fn run_spread(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("order-spread", 64, PLACES)?;
    let (tally, limit) = bench.between(Limit::Spread, CLIENTS, || sell(bench, &event))?;
    Ok(Outcome::of("order-spread", &tally).beside(limit).at_least_ratio(0.4, "64 rows"))
}

fn sell(bench: &Bench, event: &Event) -> Result<Tally> {
    let requests = event.products.iter().map(|product| bench.shop.order(&event.slug, product, 1)).collect();
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    visitors::send(&Load::closed(CLIENTS, bench.seconds), port, probe, 201, requests)
}
