//! `quote`: what 20 lines cost under 10 rules, beside the emptiest answer of the server.

use anyhow::Result;
use serde_json::{Value, json};

use super::{Bench, visitors};
use crate::bench::measure::connection::request;
use crate::bench::measure::load::Load;
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::{Shop, api};

const CLIENTS: usize = 16;
const LINES: usize = 20;
const RULES: u32 = 10;
/// The server's CPU time that one quote may take, in milliseconds.
const MOST: f64 = 1.0;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("quote", LINES, 1_000)?;
    rules(&bench.shop, &event.slug)?;
    let lines: Vec<Value> =
        event.products.iter().map(|product| json!({ "product": product, "quantity": 2 })).collect();
    let quote = bench.shop.prepare("POST", &api(&event.slug, "/quote"), &json!({ "lines": lines }), &[]);
    let nothing = request("GET", "/healthz", &[], b"");
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let ask = |what: Vec<u8>, seconds| {
        visitors::send(&Load::closed(CLIENTS, seconds), port, probe, 200, vec![what])
    };
    let before = ask(nothing.clone(), bench.seconds / 2.0)?.rate();
    let tally = ask(quote, bench.seconds)?;
    let after = ask(nothing, bench.seconds / 2.0)?.rate();
    let cpu = tally.usage.server * 1_000.0 / tally.rate().max(1.0);
    let mut outcome = Outcome::of("quote", &tally)
        .beside(f64::midpoint(before, after))
        .demand(format!("≤ {MOST} ms of CPU"), cpu <= MOST);
    outcome.more.insert("server_cpu_ms", cpu);
    Ok(outcome)
}

/// Ten discounts that all have to be tried, a tax and a fee.
fn rules(shop: &Shop, event: &str) -> Result<()> {
    let name = json!({ "en": "Rule" });
    let tax = json!({ "name": name, "base": { "kind": "charge", "rate": "19" } });
    let tax = shop.post(&api(event, "/tax-rules"), &tax)?;
    let settings =
        json!({ "includes_tax": true, "rounding": "sum_by_net", "default_tax_rule_id": tax["id"] });
    shop.put(&api(event, "/price-settings"), &settings)?;
    let fee = json!({ "name": name, "amount": { "kind": "percent", "percent": "2.5" } });
    shop.post(&api(event, "/fees"), &fee)?;
    for number in 1..=RULES {
        let discount = json!({
            "name": name, "sort": number, "min_count": number, "cheapest": 1, "same": number % 2 == 0,
            "effect": { "kind": "percent", "percent": "1" },
        });
        shop.post(&api(event, "/discounts"), &discount)?;
    }
    Ok(())
}
