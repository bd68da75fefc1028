//! How many bytes the admin may weigh: `web/.size-limit.js` says it for the shell and for each screen.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::outcome::Outcome;
use crate::{npm, workspace};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Weighed {
    name: String,
    passed: bool,
    size: u64,
    #[serde(default)]
    size_limit: u64,
}

/// Weighs what Vite built.
pub fn run() -> Result<Outcome> {
    let mut command = npm::program("size-limit");
    let output = command
        .arg("--json")
        .env("TESSERA_ASSETS_DIR", workspace::assets())
        .output()
        .context("can't run size-limit")?;
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    let weighed: Vec<Weighed> = serde_json::from_slice(&output.stdout).with_context(said)?;
    let mut outcome = Outcome::default();
    for one in weighed {
        if one.passed {
            outcome.passed += 1;
        } else {
            println!("{} weighs {} bytes of at most {}", one.name, one.size, one.size_limit);
            outcome.failed += 1;
        }
    }
    Ok(outcome)
}
