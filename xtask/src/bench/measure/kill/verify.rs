//! Comparing what buyers were told with what is there.

use std::collections::HashMap;

use anyhow::Result;

use super::buyer::{self, Attempt, Outcome};
use crate::bench::measure::connection::Connection;
use crate::bench::measure::database::Database;
use crate::bench::measure::database::store::{self, Placed};
use crate::bench::measure::load;

/// Sends everything again that was answered or cut off: an answered order has to get the same answer.
pub(super) fn repeated(port: u16, attempts: &[Attempt], violations: &mut Vec<String>) -> Result<()> {
    load::block_on(async {
        let mut connection = Connection::open(port).await?;
        for attempt in attempts {
            let now = buyer::order(&mut connection, &attempt.request).await;
            let name = &attempt.name;
            match (&attempt.outcome, &now) {
                (_, Outcome::Unknown) => violations.push(format!("{name}: repeated, it fails")),
                (Outcome::Placed(code), Outcome::Placed(again)) if code == again => {}
                (Outcome::Placed(code), _) => {
                    violations.push(format!("{name}: repeated, it does not give order {code} again"));
                }
                // What was cut off or sold out may come to pass now.
                (Outcome::Unknown | Outcome::SoldOut, _) => {}
            }
        }
        Ok(())
    })
}

/// Every answered order is there, paid, and nobody has two.
pub(super) fn kept(
    database: &Database,
    event: &str,
    attempts: &[Attempt],
    violations: &mut Vec<String>,
) -> Result<()> {
    let orders = orders_of(database, event)?;
    for attempt in attempts {
        let found = orders.get(&attempt.name).map(Vec::as_slice).unwrap_or_default();
        let name = &attempt.name;
        if let Outcome::Placed(code) = &attempt.outcome
            && !found.iter().any(|order| order.code == *code && order.status == "paid")
        {
            violations.push(format!("{name}: order {code} was confirmed and is not there"));
        }
        if found.len() > 1 {
            violations.push(format!("{name}: one key made {} orders", found.len()));
        }
    }
    Ok(())
}

/// Every paid order has its tickets and one mail; returns how many orders there are.
pub(super) fn delivered(database: &Database, event: &str, violations: &mut Vec<String>) -> Result<usize> {
    let orders = orders_of(database, event)?;
    for order in orders.values().flatten().filter(|order| order.status == "paid") {
        let Placed { code, positions, tickets, mails, .. } = order;
        if *positions == 0 || tickets != positions {
            violations.push(format!("order {code} has {tickets} tickets for {positions} positions"));
        }
        if *mails != 1 {
            violations.push(format!("order {code} has {mails} mails"));
        }
    }
    Ok(orders.values().map(Vec::len).sum())
}

fn orders_of(database: &Database, event: &str) -> Result<HashMap<String, Vec<Placed>>> {
    load::block_on(async { store::orders(&mut database.connect("tessera").await?, event).await })
}
