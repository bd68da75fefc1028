//! What a scenario found, as a table for people and as JSON for machines.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::load::Tally;

/// What one scenario found. Numbers that a scenario does not measure are null.
#[derive(Serialize, Default)]
pub struct Outcome {
    /// Its name.
    pub scenario: &'static str,
    /// Visits a second.
    pub rate: Option<f64>,
    /// Half of the visits took at most so long.
    pub p50_ms: Option<f64>,
    /// 99 of 100 visits took at most so long.
    pub p99_ms: Option<f64>,
    /// The rate of the limit, measured before and after the scenario.
    pub limit: Option<f64>,
    /// `rate` / `limit`.
    pub ratio: Option<f64>,
    /// The server's memory without PostgreSQL, in MiB.
    pub rss_mb: Option<f64>,
    /// Whether the books were in order afterwards.
    pub invariants_ok: bool,
    /// What is broken in the books.
    pub broken: Vec<String>,
    /// What is to be reached, in words.
    pub target: String,
    /// Whether it was.
    pub target_met: bool,
    /// Cores kept busy by the server, by PostgreSQL and by the load generator.
    pub cores: Option<[f64; 3]>,
    /// What took PostgreSQL most of its time, if that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slow_statements: Vec<String>,
    /// What else was measured.
    #[serde(flatten)]
    pub more: BTreeMap<&'static str, f64>,
}

impl Outcome {
    /// Begins with what a load counted.
    pub fn of(scenario: &'static str, tally: &Tally) -> Self {
        Self {
            scenario,
            rate: Some(round(tally.rate(), 1)),
            p50_ms: Some(round(tally.percentile(50.0), 2)),
            p99_ms: Some(round(tally.percentile(99.0), 2)),
            rss_mb: Some(round(tally.memory, 1)),
            cores: Some(
                [tally.usage.server, tally.usage.postgres, tally.usage.generator].map(|n| round(n, 2)),
            ),
            ..Self::default()
        }
    }

    /// Sets the limit and the ratio to it.
    #[must_use]
    pub fn beside(mut self, limit: f64) -> Self {
        self.limit = Some(round(limit, 1));
        self.ratio = self.rate.map(|rate| round(rate / limit, 3));
        self
    }

    /// Demands at least this share of the limit.
    #[must_use]
    pub fn at_least_ratio(mut self, ratio: f64, of: &str) -> Self {
        self.target = format!("≥ {ratio} × {of}");
        self.target_met = self.ratio.is_some_and(|found| found >= ratio);
        self
    }

    /// Demands at least this rate.
    #[must_use]
    pub fn at_least_rate(mut self, rate: f64) -> Self {
        self.target = format!("≥ {rate}/s");
        self.target_met = self.rate.is_some_and(|found| found >= rate);
        self
    }

    /// Demands whatever `met` says.
    #[must_use]
    pub fn demand(mut self, target: impl Into<String>, met: bool) -> Self {
        self.target = target.into();
        self.target_met = met;
        self
    }
}

/// Prints the table.
pub fn print(outcomes: &[Outcome]) {
    println!();
    println!(
        "{:<13} {:>9} {:>8} {:>8} {:>9} {:>6}   {:<22} {:>15} {:>7}  books",
        "scenario", "rate/s", "p50 ms", "p99 ms", "limit/s", "ratio", "target", "cores s/p/g", "MiB"
    );
    for outcome in outcomes {
        let number = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
        };
        let cores = outcome.cores.map_or_else(|| "–".to_owned(), |[s, p, g]| format!("{s:.2}/{p:.2}/{g:.2}"));
        println!(
            "{:<13} {:>9} {:>8} {:>8} {:>9} {:>6} {} {:<22} {:>15} {:>7}  {}",
            outcome.scenario,
            number(outcome.rate, 1),
            number(outcome.p50_ms, 1),
            number(outcome.p99_ms, 1),
            number(outcome.limit, 1),
            number(outcome.ratio, 2),
            if outcome.target_met { '✓' } else { '✗' },
            outcome.target,
            cores,
            number(outcome.rss_mb, 1),
            if outcome.invariants_ok { "in order" } else { "BROKEN" },
        );
        if !outcome.more.is_empty() {
            let more: Vec<String> =
                outcome.more.iter().map(|(name, value)| format!("{name} {value}")).collect();
            println!("{:<13} {}", "", more.join(" · "));
        }
        for line in outcome.broken.iter().chain(&outcome.slow_statements) {
            println!("{:<13} {line}", "");
        }
    }
    println!();
    println!(
        "cores s/p/g: kept busy by the server, by PostgreSQL, by the load generator. docs/benchmarks.md explains."
    );
}

/// Writes one object per scenario.
pub fn write(file: &Path, outcomes: &[Outcome]) -> Result<()> {
    let json = serde_json::to_string_pretty(outcomes)?;
    fs::write(file, json + "\n").with_context(|| format!("can't write {}", file.display()))
}

/// Rounded to so many digits, so that files stay readable.
pub fn round(value: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (value * factor).round() / factor
}
