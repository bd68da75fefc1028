//! `memory` and `start`: what the server needs before anybody comes.

use anyhow::Result;

use super::Bench;
use crate::bench::measure::report::{Outcome, round};

const STARTS: usize = 5;

pub(super) fn memory(bench: &mut Bench) -> Result<Outcome> {
    let (idle, busy) = (bench.idle_memory, bench.orders()?.memory);
    let mut outcome = Outcome { scenario: "memory", rss_mb: Some(round(busy, 1)), ..Outcome::default() };
    outcome.more.insert("idle_rss_mb", round(idle, 1));
    Ok(outcome.demand("idle ≤ 60, orders ≤ 200 MiB", idle <= 60.0 && busy <= 200.0))
}

pub(super) fn start(bench: &mut Bench) -> Result<Outcome> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        times.push(bench.installation.restart()?.as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let (median, slowest) = (times[STARTS / 2], times[STARTS - 1]);
    let outcome = Outcome {
        scenario: "start",
        p50_ms: Some(round(median, 0)),
        p99_ms: Some(round(slowest, 0)),
        ..Outcome::default()
    };
    Ok(outcome.demand("first 200 after ≤ 3 s", slowest <= 3000.0))
}
