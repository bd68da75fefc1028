//! `cargo xtask bench`: a fresh server under load.
//!
//! The generator has to be fast itself, so the command builds this program again, optimised and with the feature
//! `bench`, and hands over.

use std::ffi::OsString;

use anyhow::Result;

#[cfg(feature = "bench")]
mod measure;

/// Hands over to the optimised build.
#[cfg(not(feature = "bench"))]
pub fn run(arguments: Vec<OsString>) -> Result<()> {
    let mut command = crate::workspace::cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xtask",
        "--profile",
        "fast",
        "--features",
        "bench",
    ]);
    crate::process::show(command.args(["--", "bench"]).args(arguments))
}

/// Runs the scenarios.
#[cfg(feature = "bench")]
pub fn run(arguments: Vec<OsString>) -> Result<()> {
    measure::run(arguments)
}
