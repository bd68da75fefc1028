//! Rust's tests: units beside the rules, and the one integration binary.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Result, anyhow, bail};

use crate::outcome::Outcome;
use crate::steps::Steps;
use crate::{debian, process, tools, workspace};

/// Debian 12's PostgreSQL, the oldest major version that we run on.
const OLDEST_POSTGRES: u32 = 15;
/// Our own commands have tests, too, those behind a feature included.
const WORKSPACE: [&str; 3] = ["--workspace", "--features", "xtask/bench"];
/// One more than cores: what one waits for, another makes use of. With more, each has fewer tests to share its connections'
/// knowledge with.
const THREADS: &str = "3";

/// All Rust tests, on the embedded PostgreSQL or the server at an address.
pub fn run(steps: &Steps, postgres: &str, filter: Option<&str>) -> Result<Outcome> {
    steps.run("rust tests, build", |step| {
        step.follow(tests().args(WORKSPACE).arg("--no-run")).map(|()| String::new())
    })?;
    let moto = aws(steps);
    let mut units = tests();
    units.args(WORKSPACE).args(["--lib", "--bins", "--no-fail-fast"]).args(filter);
    let mut integration = tests();
    integration.args(WORKSPACE).args(["--test", "it", "--no-fail-fast"]).args(filter);
    if let Some(moto) = &moto {
        integration.env("TESSERA_TEST_MOTO", moto);
    }
    if postgres != "embedded" {
        units.env("TESSERA_TEST_DATABASE_URL", postgres);
        integration.env("TESSERA_TEST_DATABASE_URL", postgres);
    }
    // Side by side: either has stretches in which it waits. The units' lines come after the others'.
    let mut lines = Vec::new();
    let (units, integration) = thread::scope(|scope| {
        let units = scope.spawn(|| count(&mut units, |line| lines.push(line.to_owned())));
        let integration = count(&mut integration, |line| println!("{line}"));
        (units.join(), integration)
    });
    lines.iter().for_each(|line| println!("{line}"));
    let mut total = integration?;
    total += units.map_err(|_| anyhow!("the thread of the unit tests died"))??;
    Ok(total)
}

/// What plays AWS in the tests; they leave it out where it can't be installed.
fn aws(steps: &Steps) -> Option<PathBuf> {
    let mut found = None;
    let installed = steps.run("moto", |step| {
        let program = tools::moto(step)?;
        let text = program.display().to_string();
        found = Some(program);
        Ok(text)
    });
    if let Err(error) = installed {
        println!("LEFT OUT: the tests against AWS's key management: moto can't be installed: {error:#}");
    }
    found
}

/// The integration binary again, on the PostgreSQL of Debian 12.
pub fn run_on_debians_postgres(steps: &Steps) -> Result<Outcome> {
    let bin = format!("/usr/lib/postgresql/{OLDEST_POSTGRES}/bin");
    if !Path::new(&bin).join("postgres").exists() {
        if !debian::may_install() {
            println!(
                "LEFT OUT: the integration tests on PostgreSQL {OLDEST_POSTGRES}: {bin} is not there, and only root on Debian may install it"
            );
            return Ok(Outcome::SKIPPED);
        }
        steps.run("postgresql 15", |step| {
            debian::install_postgres(step, OLDEST_POSTGRES).map(|()| bin.clone())
        })?;
    }
    let mut command = tests();
    // All packages, although one has the tests: otherwise cargo builds dependencies anew with fewer features.
    command.args(WORKSPACE).args(["--test", "it", "--no-fail-fast"]);
    count(command.env("TESSERA_POSTGRES_BIN", &bin), |line| println!("{line}"))
}

fn tests() -> Command {
    let mut command = workspace::cargo();
    command.args(["test", "--locked"]);
    command
}

/// Runs a `cargo test`, tells its lines and adds up those that close each of its binaries.
fn count(command: &mut Command, mut tell: impl FnMut(&str)) -> Result<Outcome> {
    let mut total = Outcome::default();
    let finished = process::follow(command.args(["--", "--test-threads", THREADS]), |line| {
        if let Some(line) = line {
            tell(line);
            total += parse(line).unwrap_or_default();
        }
    })?;
    if !finished.status.success() && total.failed == 0 {
        bail!("cargo test failed ({}) before it had counted a failure", finished.status);
    }
    Ok(total)
}

/// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
fn parse(line: &str) -> Option<Outcome> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        let count = counts.split("; ").find_map(|part| part.strip_suffix(word))?;
        count.trim().parse().ok()
    };
    Some(Outcome { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored")? })
}

#[cfg(test)]
mod tests;
