//! The web's unit tests.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::npm;
use crate::outcome::Outcome;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    num_passed_tests: u64,
    num_failed_tests: u64,
    num_pending_tests: u64,
    num_todo_tests: u64,
    num_failed_test_suites: u64,
}

/// Runs Vitest.
pub fn run() -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("vitest.json");
    let mut command = npm::program("vitest");
    command
        .args(["run", "--reporter=default", "--reporter=json"])
        .arg(format!("--outputFile.json={}", file.display()));
    let status = command.status().context("can't run vitest")?;
    let report = fs::read(&file).with_context(|| format!("vitest left no report ({status})"))?;
    let mut outcome = outcome(&report)?;
    if !status.success() && outcome.failed == 0 {
        outcome += Outcome::FAILURE;
    }
    Ok(outcome)
}

fn outcome(report: &[u8]) -> Result<Outcome> {
    let report: Report = serde_json::from_slice(report).context("vitest's report is not as expected")?;
    // A file that does not even load fails without a failing test.
    let failed = report.num_failed_tests.max(report.num_failed_test_suites.min(1));
    Ok(Outcome {
        passed: report.num_passed_tests,
        failed,
        skipped: report.num_pending_tests + report.num_todo_tests,
    })
}

#[cfg(test)]
mod tests;
