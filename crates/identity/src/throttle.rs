//! Guessing slowed down: after a few wrong guesses at one account, or many from one place, the next has to wait, each
//! time twice as long. Kept in this process; a restart forgives.
//!
//! A guess is counted before it is judged, so that a hundred at once are not all judged for free, and taken back if it
//! was right. What is asked for need not exist: the wait tells nothing about it.

use std::{net::IpAddr, time::Duration};

use httpkit::{App, Origin};
use kernel::{Email, Instant, PersonId};
use moka::{future::Cache, ops::compute::Op};

use crate::Error;

/// The longest wait.
const LONGEST_SECONDS: i64 = 900;

/// A day without guesses and everything is forgotten.
const REMEMBERED: Duration = Duration::from_secs(86_400);

/// What is guessed at, or from where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// The password of an address, whether it has an account or not.
    Address(String),
    /// The codes of somebody whose password is known.
    Codes(PersonId),
    /// Mails to an address, which anybody may ask for.
    Mails(String),
    /// A network.
    Network(IpAddr),
}

impl Target {
    pub(crate) fn address(email: &Email) -> Self {
        Self::Address(email.as_str().to_lowercase())
    }

    pub(crate) fn mails(email: &Email) -> Self {
        Self::Mails(email.as_str().to_lowercase())
    }

    /// Wrong guesses that cost nothing. Whole halls share one network.
    fn free(&self) -> u32 {
        match self {
            Self::Network(_) => 100,
            _ => 5,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Strikes {
    count: u32,
    /// Before this moment no guess is judged.
    until: Instant,
}

/// What this process remembers of guesses.
pub(crate) struct Throttle(Cache<Target, Strikes>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(200_000).time_to_idle(REMEMBERED).build())
    }
}

/// A guess that was let through and counted.
#[must_use]
pub(crate) struct Guess {
    app: App,
    target: Target,
    network: Option<Target>,
}

/// Counts a guess at `target` from `origin`, or refuses with the seconds to wait.
pub(crate) async fn guess(app: &App, target: Target, origin: &Origin) -> Result<Guess, Error> {
    let throttle = app.db.cache::<Throttle>();
    let network = origin.counted().map(Target::Network);
    throttle.count(&target, app.now()).await?;
    if let Some(network) = &network
        && let Err(refused) = throttle.count(network, app.now()).await
    {
        throttle.take_back(&target).await;
        return Err(refused);
    }
    Ok(Guess { app: app.clone(), target, network })
}

impl Guess {
    /// It was right: the account's wrong guesses are forgotten, the network's stay.
    pub(crate) async fn was_right(self) {
        let throttle = self.app.db.cache::<Throttle>();
        throttle.0.invalidate(&self.target).await;
        if let Some(network) = &self.network {
            throttle.take_back(network).await;
        }
    }
}

impl Throttle {
    async fn count(&self, target: &Target, now: Instant) -> Result<(), Error> {
        let mut wait = None;
        let free = target.free();
        let counted = self.0.entry_by_ref(target).and_compute_with(|entry| {
            let known = entry.map(|entry| *entry.value());
            let op = match known {
                Some(strikes) if now < strikes.until => {
                    wait = Some(strikes.until.seconds_since(now).max(1));
                    Op::Nop
                }
                known => {
                    let count = known.map_or(0, |strikes| strikes.count).saturating_add(1);
                    Op::Put(Strikes { count, until: now.plus_seconds(delay(count, free)) })
                }
            };
            std::future::ready(op)
        });
        counted.await;
        let Some(seconds) = wait else { return Ok(()) };
        metrics::counter!("sign_ins_refused_total", "why" => "too_often").increment(1);
        Err(Error::TooManyTries(seconds.unsigned_abs()))
    }

    async fn take_back(&self, target: &Target) {
        let taken = self.0.entry_by_ref(target).and_compute_with(|entry| {
            std::future::ready(match entry.map(|entry| *entry.value()) {
                Some(Strikes { count, .. }) if count <= 1 => Op::Remove,
                Some(strikes) => Op::Put(Strikes { count: strikes.count - 1, ..strikes }),
                None => Op::Nop,
            })
        });
        taken.await;
    }
}

/// Seconds to wait after the `count`th wrong guess: 1, 2, 4, … up to a quarter of an hour once `free` are used up.
fn delay(count: u32, free: u32) -> i64 {
    match count.checked_sub(free) {
        Some(beyond) => (1_i64 << beyond.min(20)).min(LONGEST_SECONDS),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        assert_eq!([4, 5, 6, 7, 14, 15, 99].map(|count| delay(count, 5)), [0, 1, 2, 4, 512, 900, 900]);
    }

    #[tokio::test]
    async fn guesses_at_once_are_not_all_judged() {
        let (throttle, now) = (Throttle::default(), "2027-03-01T12:00:00Z".parse().unwrap());
        let target = Target::Address("ada@harbour.example".to_owned());
        let mut judged = 0;
        for _ in 0..100 {
            judged += u32::from(throttle.count(&target, now).await.is_ok());
        }
        assert_eq!(judged, 5);
        assert!(throttle.count(&target, now.plus_seconds(1)).await.is_ok());
        assert!(matches!(throttle.count(&target, now.plus_seconds(1)).await, Err(Error::TooManyTries(2))));
    }
}
