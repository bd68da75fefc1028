//! Node and the packages of the lockfile.

use std::{io::ErrorKind, process::Command};

use anyhow::{Context, Result, bail, ensure};

use crate::stamp::Stamp;
use crate::steps::Step;
use crate::workspace;

const OLDEST_NODE: u32 = 20;

/// Makes sure that Node and npm are there; tells their versions.
pub fn check_tools() -> Result<String> {
    check_programs("node", "npm")
}

/// The same for programs of other names.
pub fn check_programs(node: &str, npm: &str) -> Result<String> {
    let advice = format!("install Node {OLDEST_NODE} or later (with npm) and start again");
    let Some(node) = version(node)? else { bail!("Node is missing: {advice}") };
    let major: u32 = node.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < OLDEST_NODE {
        bail!("Node {node} is too old: {advice}");
    }
    let Some(npm) = version(npm)? else { bail!("npm is missing: {advice}") };
    Ok(format!("node {}, npm {npm}", node.trim_start_matches('v')))
}

/// What the program says its version is; nothing if there is no such program.
fn version(program: &str) -> Result<Option<String>> {
    let output = match Command::new(program).arg("--version").current_dir(workspace::root()).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        output => output.with_context(|| format!("{program} could not be started"))?,
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    ensure!(
        output.status.success(),
        "{program} --version failed, {}: {}: install Node {OLDEST_NODE} or later (with npm)",
        output.status,
        text(&output.stderr)
    );
    Ok(Some(text(&output.stdout)))
}

/// Brings `web/node_modules` to what the lockfile says.
pub fn install(step: &mut Step) -> Result<String> {
    let web = workspace::web();
    let lockfile = web.join("package-lock.json");
    let stamp = Stamp::of(web.join("node_modules/.tessera-stamp"), [lockfile.as_path()])?;
    if stamp.is_current() {
        return Ok("unchanged".to_owned());
    }
    step.follow(npm().args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]))?;
    stamp.press()?;
    Ok("as in the lockfile".to_owned())
}

/// npm in the web workspace.
pub fn npm() -> Command {
    let mut command = Command::new("npm");
    command.current_dir(workspace::web());
    command
}

/// A program of an installed package.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(workspace::web().join("node_modules/.bin").join(name));
    command.current_dir(workspace::web());
    command
}
