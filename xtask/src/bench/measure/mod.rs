//! The measurements: a server on a scratch folder, a load generator, PostgreSQL's own limits beside them.

mod connection;
mod database;
mod installation;
mod kill;
mod limit;
mod load;
mod report;
mod scenario;
mod shop;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand, ValueEnum};

use crate::assets;
use crate::steps::Steps;
use crate::workspace::{self, Profile};
use report::Outcome;
use scenario::{Bench, Scenario};

/// Measures a fresh server under load; docs/benchmarks.md explains the numbers.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench", args_conflicts_with_subcommands = true)]
struct Options {
    /// What to measure; everything if none is named.
    scenarios: Vec<Scenario>,
    /// How long each scenario is measured.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Where to write what was found, one object per scenario.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Also show which statements take PostgreSQL most of its time. Counting them costs a little.
    #[arg(long)]
    slow_statements: bool,
    #[command(subcommand)]
    command: Option<Other>,
}

#[derive(Subcommand)]
enum Other {
    /// Kill the server and PostgreSQL in the middle of orders, and look for what is lost.
    Kill(kill::Options),
}

/// Parses the arguments behind `bench` and runs.
pub fn run(arguments: Vec<OsString>) -> Result<()> {
    let options = Options::parse_from(std::iter::once(OsString::from("bench")).chain(arguments));
    let steps = Steps::new();
    assets::prepare(&steps)?;
    steps.run("server build", |step| {
        step.follow(&mut workspace::build_server(Profile::Fast)).map(|()| String::new())
    })?;
    match options.command {
        Some(Other::Kill(kill)) => kill::run(&steps, &kill),
        None => measure(&steps, &options),
    }
}

fn measure(steps: &Steps, options: &Options) -> Result<()> {
    ensure!(options.seconds >= 1.0, "--seconds has to be at least 1");
    let mut scenarios = options.scenarios.clone();
    if scenarios.is_empty() {
        scenarios = Scenario::value_variants().to_vec();
    }
    scenarios.sort_unstable();
    scenarios.dedup();

    let mut bench = None;
    steps.run("server start", |_| {
        bench = Some(Bench::start(options.seconds, options.slow_statements)?);
        Ok(String::new())
    })?;
    let Some(mut bench) = bench else { return Ok(()) };
    let mut outcomes = Vec::with_capacity(scenarios.len());
    for scenario in scenarios {
        let name = scenario.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        steps.run(&name, |_| {
            outcomes.push(bench.run(scenario)?);
            Ok(String::new())
        })?;
    }
    drop(bench);
    report::print(&outcomes);
    if let Some(file) = &options.json {
        report::write(file, &outcomes)?;
    }
    let broken: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| !outcome.invariants_ok)
        .map(|outcome: &Outcome| outcome.scenario)
        .collect();
    ensure!(broken.is_empty(), "the books are broken after {}", broken.join(", "));
    Ok(())
}
