//! The browser journeys: Playwright with the system's Chromium against a server of their own.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::outcome::Outcome;
use crate::server::Server;
use crate::steps::{Step, Steps};
use crate::workspace::{self, Profile};
use crate::{debian, free_port, npm};

const PATIENCE: Duration = Duration::from_secs(180);
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

#[derive(Deserialize)]
struct Report {
    stats: Stats,
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
    skipped: u64,
}

/// Builds the server, starts it with demo data on a scratch folder and runs every journey.
pub fn run(steps: &Steps) -> Result<Outcome> {
    if !workspace::web().join("e2e/playwright.config.ts").exists() {
        bail!("web/e2e/playwright.config.ts is missing");
    }
    let mut browser = None;
    steps.run("chromium", |step| {
        browser = find_browser(step)?;
        Ok(browser.as_ref().map_or("none".to_owned(), |browser| browser.display().to_string()))
    })?;
    let Some(browser) = browser else {
        println!(
            "LEFT OUT: the browser journeys: no Chromium in the path; install it or set CHROMIUM to its program"
        );
        return Ok(Outcome::SKIPPED);
    };
    steps.run("document tools", install_document_tools)?;
    let (build, folder) = (&mut workspace::build_server(Profile::Up), tempfile::tempdir()?);
    steps.run("server build", |step| step.follow(build).map(|()| String::new()))?;
    let executable = Profile::Up.executable();
    // The journey of single sign-on brings a provider and a name server of its own.
    let names = free_port::any()?.to_string();
    let mut command = Server::unconfigured(Profile::Up);
    command.env("TESSERA_SSO__PRIVATE_PROVIDERS", "true");
    command.env("TESSERA_SSO__NAME_SERVER", format!("127.0.0.1:{names}"));
    let mut server = Server::start_with(command, folder.path(), free_port::any()?, true)?;
    steps.run("server start", |step| server.wait_ready(step, PATIENCE).map(|()| String::new()))?;

    let file = folder.path().join("playwright.json");
    let mut playwright = npm::program("playwright");
    playwright.current_dir(workspace::web().join("e2e")).args(["test", "--reporter=list,json"]);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &file).env("CHROMIUM", browser);
    playwright.env("BASE_URL", format!("http://127.0.0.1:{}", server.port)).env("TESSERA", &executable);
    playwright.env("NAME_SERVER_PORT", &names);
    let status = playwright.status().context("can't run playwright")?;
    let report = fs::read(&file).with_context(|| format!("playwright left no report ({status})"))?;
    let mut outcome = outcome(&report)?;
    if !status.success() && outcome.failed == 0 {
        outcome += Outcome::FAILURE;
    }
    if outcome.failed > 0 {
        println!("the server's last words:\n{}", server.last_words());
    }
    Ok(outcome)
}

fn find_browser(step: &mut Step) -> Result<Option<PathBuf>> {
    if let Some(chosen) = env::var_os("CHROMIUM").filter(|chosen| !chosen.is_empty()) {
        return Ok(Some(chosen.into()));
    }
    if let Some(found) = installed_browser() {
        return Ok(Some(found));
    }
    if debian::may_install() {
        debian::install(step, &["chromium"])?;
    }
    Ok(installed_browser())
}

fn installed_browser() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    BROWSERS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Some journeys read back the tickets they were sent.
pub fn install_document_tools(step: &mut Step) -> Result<String> {
    let missing: Vec<&str> = [("zbarimg", "zbar-tools"), ("pdftoppm", "poppler-utils")]
        .into_iter()
        .filter(|(program, _)| !debian::has(program))
        .map(|(_, package)| package)
        .collect();
    if missing.is_empty() {
        return Ok(String::new());
    }
    if debian::may_install() {
        debian::install(step, &missing)?;
        return Ok(missing.join(", "));
    }
    Ok(format!("MISSING: {}; tests that need them are left out", missing.join(", ")))
}

fn outcome(report: &[u8]) -> Result<Outcome> {
    let report: Report = serde_json::from_slice(report).context("playwright's report is not as expected")?;
    let Stats { expected, unexpected, flaky, skipped } = report.stats;
    let broken = u64::from(!report.errors.is_empty());
    Ok(Outcome { passed: expected + flaky, failed: unexpected.max(broken), skipped })
}

#[cfg(test)]
mod tests;
