//! The load generator: visitors who come again and again, all on one thread, so that most of the machine is left to
//! what is measured.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::task::LocalSet;
use tokio::time::sleep_until;

use super::usage::{Probe, Usage};
use crate::process;

/// How a visit went, if it did not fail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// Done, and its time counts.
    Done,
    /// There was nothing left to do.
    NothingLeft,
}

/// One of many at the same time.
pub trait Visitor: 'static {
    /// One whole visit. Its time is what is measured.
    async fn visit(&mut self) -> Result<Visit>;
}

/// How many come, and for how long.
#[derive(Clone, Copy)]
pub struct Load {
    /// At the same time.
    pub clients: usize,
    /// Not counted.
    pub warm_up: Duration,
    /// Counted.
    pub length: Duration,
    /// Visits a second, begun whether earlier ones have ended or not; without it everybody comes back at once.
    pub rate: Option<f64>,
}

impl Load {
    /// As fast as `clients` can, for so many seconds.
    pub fn closed(clients: usize, seconds: f64) -> Self {
        let length = Duration::from_secs_f64(seconds);
        Self { clients, warm_up: Duration::from_secs(1).min(length / 3), length, rate: None }
    }

    /// Until nothing is left to do.
    pub fn to_the_end(clients: usize) -> Self {
        Self { clients, warm_up: Duration::ZERO, length: Duration::from_secs(600), rate: None }
    }
}

/// What was counted.
pub struct Tally {
    /// Microseconds, sorted.
    times: Vec<u32>,
    seconds: f64,
    /// Cores kept busy meanwhile.
    pub usage: Usage,
    /// The server's memory at the end in MiB.
    pub memory: f64,
}

impl Tally {
    /// Visits.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// Visits a second.
    pub fn rate(&self) -> f64 {
        self.count() as f64 / self.seconds
    }

    /// So many percent of the visits took at most this many milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let rank = (percent / 100.0 * self.times.len() as f64).ceil() as usize;
        self.times.get(rank.saturating_sub(1)).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }
}

/// What the visitors of one load have in common.
struct Log {
    from: Instant,
    until: Cell<Instant>,
    times: RefCell<Vec<u32>>,
    failed: Cell<usize>,
    failure: RefCell<Option<anyhow::Error>>,
    begun: Cell<u64>,
    pace: Option<f64>,
}

/// Has visitors made by `open` come. A visit that fails fails the whole load.
pub fn run<V: Visitor>(load: &Load, probe: Probe, open: impl AsyncFn(usize) -> Result<V>) -> Result<Tally> {
    block_on(async {
        let mut visitors = Vec::with_capacity(load.clients);
        for number in 0..load.clients {
            visitors.push(open(number).await?);
        }
        let from = Instant::now() + load.warm_up;
        let log = Rc::new(Log {
            from,
            until: Cell::new(from + load.length),
            times: RefCell::default(),
            failed: Cell::default(),
            failure: RefCell::default(),
            begun: Cell::default(),
            pace: load.rate,
        });
        let stays: Vec<_> = visitors
            .into_iter()
            .map(|visitor| tokio::task::spawn_local(stay(visitor, log.clone())))
            .collect();
        sleep_until(log.from.into()).await;
        let before = probe.sample();
        while let left = log.until.get().saturating_duration_since(Instant::now())
            && !left.is_zero()
        {
            tokio::time::sleep(left.min(Duration::from_millis(20))).await;
        }
        let (usage, memory) = (before.until(&probe.sample()), probe.server_memory());
        for stay in stays {
            stay.await?;
        }
        tally(&log, usage, memory)
    })
}

/// Runs a future with timers and sockets on this thread.
pub fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, future)
}

fn tally(log: &Log, usage: Usage, memory: f64) -> Result<Tally> {
    if process::interrupted() {
        bail!(process::Interrupted);
    }
    let mut times = log.times.take();
    if let Some(failure) = log.failure.take() {
        let failed = log.failed.get();
        return Err(failure.context(format!("{failed} of {} requests failed", times.len() + failed)));
    }
    times.sort_unstable();
    let seconds = (log.until.get() - log.from).as_secs_f64().max(0.001);
    Ok(Tally { times, seconds, usage, memory })
}

/// A visitor comes until the time is over.
async fn stay(mut visitor: impl Visitor, log: Rc<Log>) {
    loop {
        let began = match log.pace {
            None => Instant::now(),
            Some(rate) => {
                let number = log.begun.replace(log.begun.get() + 1);
                log.from + Duration::from_secs_f64(number as f64 / rate)
            }
        };
        if began >= log.until.get() || process::interrupted() {
            return;
        }
        if log.pace.is_some() {
            // Being late counts: the time runs from when the visit was due.
            sleep_until(began.into()).await;
        }
        match visitor.visit().await {
            Ok(Visit::Done) => log.done(began),
            Ok(Visit::NothingLeft) => return log.end(),
            Err(error) => {
                log.failed.set(log.failed.get() + 1);
                log.failure.borrow_mut().get_or_insert(error);
                if log.failed.get() > 20 {
                    return log.end();
                }
            }
        }
    }
}

impl Log {
    fn done(&self, began: Instant) {
        let now = Instant::now();
        // Of visits that end a little late, those that began in time count when all of them are waited for.
        if now >= self.from && (now <= self.until.get() || self.pace.is_some()) {
            let micros = u32::try_from((now - began).as_micros()).unwrap_or(u32::MAX);
            self.times.borrow_mut().push(micros);
        }
    }

    fn end(&self) {
        self.until.set(self.until.get().min(Instant::now()));
    }
}
