//! `page`: an event's page with 20 ticket types, as a browser asks for it, beside the emptiest answer of the server.

use anyhow::Result;

use super::{Bench, visitors};
use crate::bench::measure::connection::request;
use crate::bench::measure::load::Load;
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::ORGANISATION;

const CLIENTS: usize = 16;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("page", 20, 1_000)?;
    let browser = [("accept-encoding", "gzip, br"), ("accept", "text/html")];
    let page = request("GET", &format!("/{ORGANISATION}/{}", event.slug), &browser, b"");
    let nothing = request("GET", "/healthz", &browser, b"");
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let ask = |what: &[u8], seconds| {
        visitors::send(&Load::closed(CLIENTS, seconds), port, probe, 200, vec![what.to_vec()])
    };
    let before = ask(&nothing, bench.seconds / 2.0)?.rate();
    let tally = ask(&page, bench.seconds)?;
    let after = ask(&nothing, bench.seconds / 2.0)?.rate();
    Ok(Outcome::of("page", &tally).beside(f64::midpoint(before, after)).at_least_ratio(0.3, "/healthz"))
}
