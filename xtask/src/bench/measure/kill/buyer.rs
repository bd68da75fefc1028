//! Buyers who keep a record of what they were told.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

use super::Victim;
use crate::bench::measure::connection::Connection;
use crate::bench::measure::load;
use crate::bench::measure::shop::{Shop, api};
use crate::bench::measure::usage::Probe;
use crate::process;

const BUYERS: usize = 16;
/// Every order becomes a PDF and a mail, which has to be waited for.
const ORDERS: usize = 400;

/// What a buyer was told.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The order's code.
    Placed(String),
    /// Sold out.
    SoldOut,
    /// An error of the server, or nothing at all: it may have happened or not.
    Unknown,
}

/// One order with its key, which is its buyer's name, too.
pub(super) struct Attempt {
    pub name: String,
    pub request: Vec<u8>,
    pub outcome: Outcome,
}

/// When who is killed.
pub(super) struct Plan {
    pub port: u16,
    pub probe: Probe,
    pub victim: Victim,
    /// So many answered orders after the beginning.
    pub kill_after: usize,
    /// How long the buyers go on.
    pub after: Duration,
}

struct Shared {
    attempts: RefCell<Vec<Attempt>>,
    begun: Cell<usize>,
    answered: Cell<usize>,
    until: Cell<Option<Instant>>,
    server_gone: Cell<bool>,
}

/// An order with an idempotency key.
pub(super) fn request(shop: &Shop, event: &str, product: &str, name: &str) -> (String, Vec<u8>) {
    let body = json!({
        "name": name, "email": format!("{name}@guest.example"), "payment_method": "manual", "paid": true,
        "send_mail": true, "lines": [{ "product": product, "quantity": 1 }],
    });
    let request = shop.prepare("POST", &api(event, "/orders"), &body, &[("idempotency-key", name)]);
    (name.to_owned(), request)
}

/// Has buyers order, kills somebody in the middle, and returns what the buyers were told.
pub(super) fn drive(plan: &Plan, make: impl Fn(usize) -> (String, Vec<u8>)) -> Result<Vec<Attempt>> {
    let requests: Rc<Vec<_>> = Rc::new((0..ORDERS).map(make).collect());
    let shared = Rc::new(Shared {
        attempts: RefCell::default(),
        begun: Cell::default(),
        answered: Cell::default(),
        until: Cell::default(),
        server_gone: Cell::default(),
    });
    load::block_on(async {
        let mut buyers = Vec::with_capacity(BUYERS);
        for _ in 0..BUYERS {
            let connection = Connection::open(plan.port).await?;
            buyers.push(tokio::task::spawn_local(buy(connection, requests.clone(), shared.clone())));
        }
        while shared.answered.get() < plan.kill_after && !buyers.iter().all(|buyer| buyer.is_finished()) {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        let victim = match plan.victim {
            Victim::Server => plan.probe.server,
            Victim::Postgres => plan.probe.postmaster,
        };
        kill(Pid::from_raw(i32::try_from(victim)?), Signal::SIGKILL)?;
        shared.until.set(Some(Instant::now() + plan.after));
        shared.server_gone.set(plan.victim == Victim::Server);
        for buyer in buyers {
            buyer.await?;
        }
        if process::interrupted() {
            anyhow::bail!(process::Interrupted);
        }
        Ok(shared.attempts.take())
    })
}

async fn buy(mut connection: Connection, requests: Rc<Vec<(String, Vec<u8>)>>, shared: Rc<Shared>) {
    loop {
        let over = shared.until.get().is_some_and(|until| Instant::now() >= until);
        let number = shared.begun.replace(shared.begun.get() + 1);
        let Some((name, request)) = requests.get(number).filter(|_| !over && !process::interrupted()) else {
            return;
        };
        let outcome = order(&mut connection, request).await;
        if matches!(outcome, Outcome::Placed(_)) {
            shared.answered.set(shared.answered.get() + 1);
        }
        let unknown = outcome == Outcome::Unknown;
        shared.attempts.borrow_mut().push(Attempt { name: name.clone(), request: request.clone(), outcome });
        if unknown && shared.server_gone.get() {
            return;
        }
        if unknown {
            // A database on its way back needs no crowd at the door.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Sends one order and reads what came of it.
pub(super) async fn order(connection: &mut Connection, request: &[u8]) -> Outcome {
    let Ok(status) = connection.send(request).await else { return Outcome::Unknown };
    let body: Value = serde_json::from_slice(connection.body()).unwrap_or_default();
    match (status, body["code"].as_str()) {
        (201, Some(code)) => Outcome::Placed(code.to_owned()),
        (409 | 422, Some("sales.sold_out")) => Outcome::SoldOut,
        _ => Outcome::Unknown,
    }
}
