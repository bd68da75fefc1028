//! `latency`: how long an order takes while they arrive evenly, at half of the most that the server takes.

use std::time::Duration;

use anyhow::Result;

use super::{Bench, visitors};
use crate::bench::measure::load::Load;
use crate::bench::measure::report::{Outcome, round};

/// More than are ever under way at once.
const CLIENTS: usize = 128;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let most = bench.orders()?.rate;
    let event = bench.shop.event("latency", 1, 10_000_000)?;
    let request = bench.shop.order(&event.slug, &event.products[0], 1);
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let load = Load {
        clients: CLIENTS,
        warm_up: Duration::from_millis(100),
        length: Duration::from_secs_f64(bench.seconds),
        rate: Some(most / 2.0),
    };
    let tally = visitors::send(&load, port, probe, 201, vec![request])?;
    let mut outcome = Outcome::of("latency", &tally);
    outcome.more.insert("offered_rate", round(most / 2.0, 1));
    Ok(outcome.demand("p99 ≤ 25 ms", tally.percentile(99.0) <= 25.0))
}
