//! `statements`: how often the server asks its database for one order, one scan, one page, each alone, counted by
//! PostgreSQL's own pg_stat_statements.

use anyhow::Result;

use super::{Bench, scan, visitors};
use crate::bench::measure::connection::request;
use crate::bench::measure::database::store;
use crate::bench::measure::load::Load;
use crate::bench::measure::report::{Outcome, round};
use crate::bench::measure::shop::ORGANISATION;

/// So many that what runs by the clock does not matter.
const TIMES: usize = 500;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("statements", 20, 1_000_000)?;
    let scans = scan::prepare(bench, 0.2)?;
    let page = request("GET", &format!("/{ORGANISATION}/{}", event.slug), &[], b"");
    let order = bench.shop.order(&event.slug, &event.products[0], 1);
    bench.ask(store::count_statements)?;
    bench.installation.restart()?;

    let mut outcome = Outcome { scenario: "statements", ..Outcome::default() };
    let mut good = true;
    for (name, status, requests, most) in
        [("an_order", 201, vec![order], 6.0), ("a_scan", 200, scans, 3.0), ("a_page", 200, vec![page], 2.0)]
    {
        let times = TIMES.min(if requests.len() > 1 { requests.len() } else { TIMES });
        let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
        if let [first] = requests.as_slice() {
            // The first one after a start reads what all others find in memory.
            visitors::send_times(&Load::to_the_end(1), port, probe, status, vec![first.clone()], 1)?;
        }
        bench.ask(store::reset_statements)?;
        visitors::send_times(&Load::to_the_end(1), port, probe, status, requests, times)?;
        let count = bench.ask(async |server| store::statements(server, times).await)? as f64 / times as f64;
        outcome.more.insert(name, round(count, 2));
        good &= count <= most;
    }
    Ok(outcome.demand("≤ 6 / 3 / 2", good))
}
