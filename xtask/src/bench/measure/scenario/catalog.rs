//! `catalog`: the page of an event with 60 ticket types and 40 quotas, as crowds ask for it, beside the page of one with
//! 20 of each. What it costs to make such a page anew is told, too.

use anyhow::Result;
use serde_json::json;

use super::{Bench, visitors};
use crate::bench::measure::connection::request;
use crate::bench::measure::load::{Load, Tally};
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::{ORGANISATION, Shop, api};

const CLIENTS: usize = 16;
const PRODUCTS: usize = 60;
const QUOTAS: usize = 40;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let large = large(&bench.shop)?;
    let plain = bench.shop.event("plain", 20, 1_000)?.slug;
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let ask = |slug: &str, query: &str, seconds: f64| {
        let browser = [("accept-encoding", "gzip, br"), ("accept", "text/html")];
        let page = request("GET", &format!("/{ORGANISATION}/{slug}{query}"), &browser, b"");
        visitors::send(&Load::closed(CLIENTS, seconds), port, probe, 200, vec![page])
    };
    let before = ask(&plain, "", bench.seconds / 2.0)?.rate();
    let tally = ask(&large, "", bench.seconds)?;
    let after = ask(&plain, "", bench.seconds / 2.0)?.rate();
    // A page for somebody with a code is made for them alone.
    let made = |slug: &str| Ok::<f64, anyhow::Error>(cpu(&ask(slug, "?code=nobody", bench.seconds / 2.0)?));
    let (plain_cpu, large_cpu) = (made(&plain)?, made(&large)?);
    let mut outcome = Outcome::of("catalog", &tally)
        .beside(f64::midpoint(before, after))
        .at_least_ratio(0.5, "the page with 20");
    outcome.more.insert("made_anew_cpu_ms", large_cpu);
    outcome.more.insert("made_anew_times_plain", large_cpu / plain_cpu.max(f64::EPSILON));
    Ok(outcome)
}

/// The server's CPU time of one visit, in milliseconds.
fn cpu(tally: &Tally) -> f64 {
    tally.usage.server * 1_000.0 / tally.rate().max(1.0)
}

/// An event with 60 ticket types: the first 40 have quotas of their own, the others share those of the first 20.
fn large(shop: &Shop) -> Result<String> {
    let event = shop.event("catalog", QUOTAS, 1_000)?;
    let quotas = shop.get(&api(&event.slug, "/quotas"))?;
    for (number, quota) in (QUOTAS + 1..=PRODUCTS).zip(quotas["items"].as_array().into_iter().flatten()) {
        let product = json!({
            "name": { "en": format!("Ticket {number}") }, "price_minor": 2_500, "quota_ids": [quota["id"]],
            "description": { "en": "Free choice of seats." },
        });
        shop.post(&api(&event.slug, "/products"), &product)?;
    }
    Ok(event.slug)
}
