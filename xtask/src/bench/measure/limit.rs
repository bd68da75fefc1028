//! PostgreSQL's own limits, measured in the same run: what the same database does for a client that only speaks SQL.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::Result;

use super::database::wire::Client;
use super::database::{Database, store};
use super::load::{self, Load, Visit, Visitor};
use super::usage::Probe;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A guarded update of the one stock row, first; three inserts; commit. Everybody waits for everybody.
    Hot,
    /// The same over 64 stock rows.
    Spread,
    /// An update of a row of one's own, an insert, commit.
    Single,
    /// 50 rows by their key.
    Read,
}

/// Creates the tables, once.
pub fn prepare(database: &Database) -> Result<()> {
    load::block_on(async {
        let mut server = database.connect("tessera").await?;
        if store::create_limits(&mut server).await? {
            let mut limits = database.connect(store::LIMITS).await?;
            store::fill_limits(&mut limits).await?;
        }
        Ok(())
    })
}

/// Transactions a second that `clients` reach.
pub fn measure(database: &Database, probe: Probe, limit: Limit, clients: usize, seconds: f64) -> Result<f64> {
    let next = Rc::new(Cell::new(0));
    let tally = load::run(&Load::closed(clients, seconds), probe, async |_| {
        let mut client = database.connect(store::LIMITS).await?;
        store::prepare_limits(&mut client).await?;
        Ok(Session { client, limit, next: next.clone() })
    })?;
    Ok(tally.rate())
}

struct Session {
    client: Client,
    limit: Limit,
    next: Rc<Cell<usize>>,
}

impl Visitor for Session {
    async fn visit(&mut self) -> Result<Visit> {
        let number = self.next.replace(self.next.get() + 1);
        // Steps of a large prime: neighbours in time are no neighbours in the table.
        let card = (number * 7_919 % store::CARDS + 1).to_string();
        match self.limit {
            Limit::Hot => store::sell(&mut self.client, "1").await?,
            Limit::Spread => {
                store::sell(&mut self.client, &(number % store::STOCKS + 1).to_string()).await?;
            }
            Limit::Single => store::punch(&mut self.client, &card).await?,
            Limit::Read => store::read_page(&mut self.client, &card).await?,
        }
        Ok(Visit::Done)
    }
}
