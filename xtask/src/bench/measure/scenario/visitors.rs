//! Visitors that several scenarios share.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::Result;

use crate::bench::measure::connection::Connection;
use crate::bench::measure::load::{self, Load, Visit, Visitor};
use crate::bench::measure::usage::Probe;

/// Sends prepared requests, one after the other.
pub struct Sender {
    connection: Connection,
    requests: Rc<Vec<Vec<u8>>>,
    next: Rc<Cell<usize>>,
    /// How often, all senders together.
    times: usize,
    status: u16,
}

impl Visitor for Sender {
    async fn visit(&mut self) -> Result<Visit> {
        let number = self.next.replace(self.next.get() + 1);
        if number >= self.times {
            return Ok(Visit::NothingLeft);
        }
        self.connection.expect(self.status, &self.requests[number % self.requests.len()]).await?;
        Ok(Visit::Done)
    }
}

/// Sends the requests in turn, as long as the load goes on.
pub fn send(
    load: &Load,
    port: u16,
    probe: Probe,
    status: u16,
    requests: Vec<Vec<u8>>,
) -> Result<load::Tally> {
    send_times(load, port, probe, status, requests, usize::MAX)
}

/// Sends the requests in turn until `times` were sent.
pub fn send_times(
    load: &Load,
    port: u16,
    probe: Probe,
    status: u16,
    requests: Vec<Vec<u8>>,
    times: usize,
) -> Result<load::Tally> {
    let (requests, next) = (Rc::new(requests), Rc::new(Cell::new(0)));
    load::run(load, probe, async |_| {
        let connection = Connection::open(port).await?;
        Ok(Sender { connection, requests: requests.clone(), next: next.clone(), times, status })
    })
}
