//! `scan`: 50 doors, every ticket let in once.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::{Result, ensure};
use serde_json::json;

use super::{Bench, visitors};
use crate::bench::measure::connection::Connection;
use crate::bench::measure::database::store;
use crate::bench::measure::limit::Limit;
use crate::bench::measure::load::{self, Load, Visit, Visitor};
use crate::bench::measure::report::Outcome;
use crate::bench::measure::shop::api;

const DOORS: usize = 50;
const TICKETS_AN_ORDER: u32 = 10;
/// More than the doors get through.
const TICKETS_A_SECOND: f64 = 5_000.0;
const BUYERS: usize = 32;

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let scans = prepare(bench, bench.seconds + 1.0)?;
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let scans = Rc::new(RefCell::new(scans));
    let (tally, limit) = bench.between(Limit::Single, DOORS, || {
        load::run(&Load::closed(DOORS, bench.seconds), probe, async |_| {
            Ok(Door { connection: Connection::open(port).await?, scans: scans.clone() })
        })
    })?;
    Ok(Outcome::of("scan", &tally).beside(limit).at_least_ratio(0.5, "update + insert"))
}

/// Sells enough tickets for so many seconds; returns the requests that redeem them.
pub(super) fn prepare(bench: &Bench, seconds: f64) -> Result<Vec<Vec<u8>>> {
    let slug = format!("scan-{}", if seconds > 1.0 { "doors" } else { "door" });
    let event = bench.shop.event(&slug, 1, 1_000_000)?;
    let order = bench.shop.order(&event.slug, &event.products[0], TICKETS_AN_ORDER);
    let orders = (seconds * TICKETS_A_SECOND) as usize / TICKETS_AN_ORDER as usize;
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    visitors::send_times(&Load::to_the_end(BUYERS), port, probe, 201, vec![order], orders)?;

    let tokens = load::block_on(async {
        store::tokens(&mut bench.installation.database().connect("tessera").await?, &event.slug).await
    })?;
    let list = bench.shop.check_in_list(&event.slug)?;
    let path = api(&event.slug, &format!("/check-in-lists/{list}/redeem"));
    let redeem = |(number, token): (usize, &String)| {
        let nonce = format!("00000000-0000-4000-8000-{:012x}", number + slug.len() * 1_000_000);
        bench.shop.prepare("POST", &path, &json!({ "code": token, "nonce": nonce, "gate": "Gate B" }), &[])
    };
    Ok(tokens.iter().enumerate().map(redeem).collect())
}

struct Door {
    connection: Connection,
    scans: Rc<RefCell<Vec<Vec<u8>>>>,
}

impl Visitor for Door {
    async fn visit(&mut self) -> Result<Visit> {
        let Some(scan) = self.scans.borrow_mut().pop() else { return Ok(Visit::NothingLeft) };
        self.connection.expect(200, &scan).await?;
        let verdict = String::from_utf8_lossy(self.connection.body());
        ensure!(verdict.contains("\"admitted\""), "a good ticket is refused: {verdict}");
        Ok(Visit::Done)
    }
}
