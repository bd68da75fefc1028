//! `bench kill`: the server, or PostgreSQL, is killed in the middle of orders, again and again. Whatever was answered
//! has to be there afterwards, once, with its tickets and exactly one mail.

mod buyer;
mod verify;

use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;

use super::installation::Installation;
use super::shop::Shop;
use crate::steps::{Steps, seconds};
use buyer::{Attempt, Outcome};

/// Seats of the small ticket, which sells out in every round.
const SEATS: u64 = 40;
/// Jobs that ran while the server was killed are tried again a minute later, those that lost PostgreSQL four times after up
/// to four minutes.
const PATIENCE: Duration = Duration::from_secs(330);

/// Options of `cargo xtask bench kill`.
#[derive(Args)]
pub struct Options {
    /// Odd rounds kill the server, even ones PostgreSQL.
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// For how long orders come in after a kill at most.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
}

/// Who is killed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Victim {
    Server,
    Postgres,
}

/// A round that is over.
struct Round {
    event: String,
    attempts: Vec<Attempt>,
}

/// Kills, restarts, and looks at what is left.
pub fn run(steps: &Steps, options: &Options) -> Result<()> {
    let mut started = None;
    steps.run("server start", |_| {
        let installation = Installation::start()?;
        let shop = Shop::open(installation.port())?;
        started = Some((installation, shop));
        Ok(String::new())
    })?;
    let Some((mut installation, shop)) = started else { return Ok(()) };

    let mut violations = Vec::new();
    let mut rounds = Vec::with_capacity(options.rounds);
    for number in 1..=options.rounds {
        let victim = if number % 2 == 1 { Victim::Server } else { Victim::Postgres };
        let name = if victim == Victim::Server { "server" } else { "PostgreSQL" };
        steps.run(&format!("round {number}: {name}"), |_| {
            let (round, told) =
                play(&mut installation, &shop, number, victim, options.seconds, &mut violations)?;
            rounds.push(round);
            Ok(told)
        })?;
    }
    steps.run("background work", |_| installation.wait_idle(PATIENCE).map(|()| String::new()))?;
    steps.run("tickets and mails", |_| {
        let mut orders = 0;
        for round in &rounds {
            orders += verify::delivered(&installation.database(), &round.event, &mut violations)?;
        }
        violations.extend(installation.broken_rules()?);
        Ok(format!("{orders} orders"))
    })?;
    if violations.is_empty() {
        println!("nothing was lost, nothing was sold twice, everybody got exactly one mail");
        return Ok(());
    }
    violations.dedup();
    bail!("{} violations\n{}", violations.len(), violations.join("\n"))
}

/// Sells, kills in the middle, starts again and compares; returns the round and a line about it.
fn play(
    installation: &mut Installation,
    shop: &Shop,
    number: usize,
    victim: Victim,
    seconds_after: f64,
    violations: &mut Vec<String>,
) -> Result<(Round, String)> {
    let slug = format!("kill-{number}");
    let event = shop.event(&slug, 1, 1_000_000)?;
    let small = shop.ticket(&slug, 2, SEATS)?;
    let plan = buyer::Plan {
        port: installation.port(),
        probe: installation.probe()?,
        victim,
        // Each round dies at another moment.
        kill_after: 60 + number * 23,
        after: Duration::from_secs_f64(seconds_after),
    };
    let attempts = buyer::drive(&plan, |name| {
        let rare = name % 8 == 0;
        let product = if rare { &small } else { &event.products[0] };
        buyer::request(shop, &slug, product, &format!("{slug}-{name}"))
    })?;
    let count = |wanted: fn(&Outcome) -> bool| attempts.iter().filter(|a| wanted(&a.outcome)).count();
    let answered = count(|outcome| matches!(outcome, Outcome::Placed(_)));
    let unknown = count(|outcome| matches!(outcome, Outcome::Unknown));
    let began = std::time::Instant::now();
    match victim {
        Victim::Server => {
            installation.kill()?;
            installation.start_again()?;
        }
        Victim::Postgres => installation.wait_ready()?,
    }
    let ready = seconds(began.elapsed());

    let round = Round { event: slug, attempts };
    verify::repeated(installation.port(), &round.attempts, violations)?;
    verify::kept(&installation.database(), &round.event, &round.attempts, violations)?;
    violations.extend(installation.broken_rules()?);
    Ok((round, format!("{answered} answered, {unknown} cut off, ready {ready} later")))
}
