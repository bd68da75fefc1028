//! `cargo xtask …`: everything a person does with this repository, one command each.
#![expect(clippy::disallowed_methods, reason = "a tool for people measures real time")]

mod assets;
mod bench;
mod check;
mod debian;
mod dev;
mod distribution;
mod free_port;
mod fuzz;
mod generate;
mod http;
mod npm;
mod outcome;
mod postgres;
mod process;
mod scratch;
mod server;
mod sitemap;
mod stamp;
mod steps;
mod test;
mod tidy;
mod tools;
mod up;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Everything a person does with this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start it, with demo data on the first start. Ctrl-C stops it.
    Up(up::Options),
    /// Run the server in debug and Vite beside it; rebuild and restart when sources change.
    Dev(dev::Options),
    /// Run every test: Rust, web, browser.
    Test(test::Options),
    /// Formatting, lints, tidy, dependencies, types.
    Check,
    /// Write the generated files that are committed.
    Gen(generate::Options),
    /// Check what no compiler checks: dependency edges, table ownership, file length, names.
    Tidy,
    /// Measure a fresh server under load.
    #[command(disable_help_flag = true)]
    Bench {
        /// `--help` lists them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Throw odd requests at every operation of the API.
    Fuzz(fuzz::Options),
    /// Pack one archive that runs on another machine without Rust or Node.
    Dist(distribution::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = process::watch_signals().and_then(|()| run(cli.command));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<process::Interrupted>() => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Up(options) => up::run(&options),
        Command::Dev(options) => dev::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Check => check::run(),
        Command::Gen(options) => generate::run(&options),
        Command::Tidy => tidy::run(),
        Command::Bench { arguments } => bench::run(arguments),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Dist(options) => distribution::run(&options),
    }
}
