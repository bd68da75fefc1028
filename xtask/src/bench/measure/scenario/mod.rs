//! The scenarios, in the order in which they run.

mod auth;
mod catalog;
mod checkout;
mod latency;
mod list;
mod order;
mod page;
mod quote;
mod resources;
mod scan;
mod statements;
mod visitors;

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;

use super::database::store;
use super::database::wire::Client;
use super::installation::{Installation, pause};
use super::limit::{self, Limit};
use super::load::{self, Tally};
use super::report::Outcome;
use super::shop::Shop;

/// Jobs of the most busy scenario, tickets drawn as PDF, take their time.
const PATIENCE: Duration = Duration::from_secs(180);

/// For the server and the limits together.
const CONNECTIONS: u32 = 120;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Scenario {
    /// An event's page with 20 ticket types.
    Page,
    /// An event's page with 60 ticket types and 40 quotas.
    Catalog,
    /// What a basket of 20 lines costs under 10 discounts.
    Quote,
    /// Orders of one ticket through REST, all from one quota.
    Order,
    /// The same over 64 quotas.
    OrderSpread,
    /// Orders arriving evenly, at half of the most that the server takes.
    Latency,
    /// The whole way of a guest through the forms of the site, paid by card.
    Checkout,
    /// 50 doors letting tickets in.
    Scan,
    /// 50 of 20,000 orders.
    List,
    /// Knowing who asks, and many who sign in.
    Auth,
    /// The server's memory, idle and under orders.
    Memory,
    /// From the start on existing data to the first answer.
    Start,
    /// Round trips to the database.
    Statements,
}

/// A server under measurement.
pub struct Bench {
    pub installation: Installation,
    pub shop: Shop,
    /// How long a scenario is measured.
    pub seconds: f64,
    /// Whether PostgreSQL counts the time of every statement.
    slow_statements: bool,
    /// The server's memory before anybody came, in MiB.
    idle_memory: f64,
    /// What `order` found, for those that build on it.
    order: Option<Orders>,
}

/// What `order` leaves for others.
#[derive(Clone, Copy)]
struct Orders {
    rate: f64,
    memory: f64,
}

impl Bench {
    /// Starts a server and opens a shop in it; `slow_statements` has PostgreSQL count from the beginning.
    pub fn start(seconds: f64, slow_statements: bool) -> Result<Self> {
        let mut installation = Installation::start()?;
        // The limits bring clients of their own.
        let database = installation.database();
        load::block_on(async {
            let mut server = database.connect("tessera").await?;
            if slow_statements {
                store::count_statements(&mut server).await?;
            }
            store::allow_clients(&mut server, CONNECTIONS).await
        })?;
        installation.restart()?;
        // What the start needed is given back, and the first round of planned jobs is over.
        pause(Duration::from_secs(3))?;
        let idle_memory = installation.probe()?.server_memory();
        limit::prepare(&database)?;
        let shop = Shop::open(installation.port())?;
        Ok(Self { installation, shop, seconds, slow_statements, idle_memory, order: None })
    }

    /// Runs one scenario, lets the background work end and checks the books.
    pub fn run(&mut self, scenario: Scenario) -> Result<Outcome> {
        if self.slow_statements {
            self.ask(store::reset_statements)?;
        }
        let mut outcome = match scenario {
            Scenario::Page => page::run(self),
            Scenario::Catalog => catalog::run(self),
            Scenario::Quote => quote::run(self),
            Scenario::Order => order::run(self),
            Scenario::OrderSpread => order::run_spread(self),
            Scenario::Latency => latency::run(self),
            Scenario::Checkout => checkout::run(self),
            Scenario::Scan => scan::run(self),
            Scenario::List => list::run(self),
            Scenario::Auth => auth::run(self),
            Scenario::Memory => resources::memory(self),
            Scenario::Start => resources::start(self),
            Scenario::Statements => statements::run(self),
        }?;
        if self.slow_statements {
            outcome.slow_statements = self.ask(store::slowest_statements)?;
        }
        self.installation.wait_idle(PATIENCE)?;
        outcome.broken = self.installation.broken_rules()?;
        outcome.invariants_ok = outcome.broken.is_empty();
        Ok(outcome)
    }

    /// Measures between two halves of `limit`; returns what was measured and the limit's mean.
    fn between(
        &self,
        limit: Limit,
        clients: usize,
        measure: impl FnOnce() -> Result<Tally>,
    ) -> Result<(Tally, f64)> {
        let half = || {
            let (database, probe) = (self.installation.database(), self.installation.probe()?);
            limit::measure(&database, probe, limit, clients, self.seconds / 2.0)
        };
        let before = half()?;
        let tally = measure()?;
        self.installation.wait_idle(PATIENCE)?;
        let after = half()?;
        Ok((tally, f64::midpoint(before, after)))
    }

    /// Asks the server's database as its owner.
    fn ask<T>(&self, what: impl AsyncFn(&mut Client) -> Result<T>) -> Result<T> {
        load::block_on(async { what(&mut self.installation.database().connect("tessera").await?).await })
    }

    /// What `order` finds, measured now if it has not run.
    fn orders(&mut self) -> Result<Orders> {
        match self.order {
            Some(orders) => Ok(orders),
            None => order::measure(self).map(|(_, orders)| orders),
        }
    }
}
