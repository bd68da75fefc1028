//! `cargo xtask test`: every test of the repository, counted together.

mod browser;
mod budgets;
mod rust;
mod unit;

use std::env;

use anyhow::{Result, bail};
use clap::Args;

use crate::outcome::Outcome;
use crate::steps::Steps;
use crate::{assets, process};

/// Options of `cargo xtask test`. Without a choice everything runs.
#[derive(Args)]
pub struct Options {
    /// Run the Rust tests.
    #[arg(long)]
    rust: bool,
    /// Run the web's unit tests.
    #[arg(long)]
    web: bool,
    /// Run the browser journeys.
    #[arg(long)]
    e2e: bool,
    /// The database of the integration tests: `embedded`, or the address of a server with a superuser's
    /// name in it.
    #[arg(long, default_value = "embedded")]
    postgres: String,
    /// Run the integration tests on Debian's PostgreSQL 15, too, as CI does.
    #[arg(long)]
    all_postgres: bool,
    /// Only Rust tests whose names contain this.
    filter: Option<String>,
}

/// Runs what was chosen; the last line tells the counts.
pub fn run(options: &Options) -> Result<()> {
    let all = !(options.rust || options.web || options.e2e) && options.filter.is_none();
    let rust = all || options.rust || options.filter.is_some();
    let steps = Steps::new();
    assets::prepare(&steps)?;
    let mut total = Outcome::default();
    let mut add = |name: &str, outcome: Result<Outcome>| {
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) if error.is::<process::Interrupted>() => return Err(error),
            Err(error) => {
                eprintln!("{error:#}");
                Outcome::FAILURE
            }
        };
        println!(
            "\n{name}: {} passed, {} failed, {} skipped",
            outcome.passed, outcome.failed, outcome.skipped
        );
        total += outcome;
        Ok(())
    };
    if rust {
        add("rust", rust::run(&steps, &options.postgres, options.filter.as_deref()))?;
    }
    if options.all_postgres || (all && env::var_os("CI").is_some()) {
        add("rust on PostgreSQL 15", rust::run_on_debians_postgres(&steps))?;
    }
    if all || options.web {
        add("web units", unit::run())?;
        add("web budgets", budgets::run())?;
    }
    if all || options.e2e {
        add("browser", browser::run(&steps))?;
    }
    println!("\n{total}");
    if total.failed > 0 {
        bail!("tests failed");
    }
    Ok(())
}
