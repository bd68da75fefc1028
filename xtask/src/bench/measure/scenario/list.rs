//! `list`: the newest 50 of 20,000 orders, beside PostgreSQL reading 50 rows by their key.

use anyhow::Result;
use serde_json::Value;

use super::{Bench, visitors};
use crate::bench::measure::limit::Limit;
use crate::bench::measure::load::Load;
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::api;

const CLIENTS: usize = 16;
const ORDERS: usize = 20_000;
/// The more wait, the more orders share a commit.
const BUYERS: usize = 128;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("list", 1, 1_000_000)?;
    let order = bench.shop.order(&event.slug, &event.products[0], 1);
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    visitors::send_times(&Load::to_the_end(BUYERS), port, probe, 201, vec![order], ORDERS)?;
    let list = bench.shop.prepare("GET", &api(&event.slug, "/orders?limit=50"), &Value::Null, &[]);
    let (tally, limit) = bench.between(Limit::Read, CLIENTS, || {
        visitors::send(&Load::closed(CLIENTS, bench.seconds), port, probe, 200, vec![list])
    })?;
    Ok(Outcome::of("list", &tally).beside(limit).at_least_rate(500.0))
}
