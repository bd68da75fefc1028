//! `cargo xtask check`: everything that reads the code without running it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::steps::{Step, Steps};
use crate::{assets, npm, process, tidy, tools, workspace};

/// Runs every check, also behind one that fails.
pub fn run() -> Result<()> {
    let steps = Steps::new();
    assets::prepare_to_compile(&steps)?;
    let mut failed = Vec::new();
    let mut check = |name: &'static str, work: &dyn Fn(&mut Step) -> Result<String>| {
        if let Err(error) = steps.run(name, work) {
            if error.is::<process::Interrupted>() {
                return Err(error);
            }
            eprintln!("{error:#}\n");
            failed.push(name);
        }
        Ok(())
    };
    check("format", &|step| quiet(step, workspace::cargo().args(["fmt", "--all", "--check"])))?;
    check("tidy", &|_| tidy::check())?;
    check("biome, tsc", &|step| quiet(step, npm::npm().args(["run", "--silent", "check"])))?;
    check("clippy", &|step| {
        let mut clippy = workspace::cargo();
        clippy.args(["clippy", "--locked", "--workspace", "--all-targets", "--features", "xtask/bench"]);
        quiet(step, clippy.args(["--", "-D", "warnings"]))
    })?;
    check("cargo-deny", &deny)?;
    check("npm audit", &audit)?;
    check("cargo-machete", &|step| {
        let program = tools::cargo_machete(step)?;
        quiet(step, Command::new(program).current_dir(workspace::root()).arg("crates").arg("xtask"))
    })?;
    if failed.is_empty() { Ok(()) } else { bail!("{} failed", failed.join(", ")) }
}

fn quiet(step: &mut Step, command: &mut Command) -> Result<String> {
    step.follow(command).map(|()| String::new())
}

/// What npm knows against the packages that the admin ships, where the registry tells.
fn audit(step: &mut Step) -> Result<String> {
    let audited = step.follow(npm::npm().args(["audit", "--omit=dev", "--audit-level=high"]));
    match audited {
        Ok(()) => Ok("nothing of high severity".to_owned()),
        Err(error) if error.to_string().contains("audit endpoint returned an error") => {
            Ok("NOT the advisories: the registry does not tell them".to_owned())
        }
        Err(error) => Err(error),
    }
}

/// Licences, bans and sources always; the advisories only where their database can be reached.
fn deny(step: &mut Step) -> Result<String> {
    let program = tools::cargo_deny(step)?;
    let deny = |checks: &[&str]| {
        let mut command = Command::new(&program);
        command
            .current_dir(workspace::root())
            .args(["--locked", "check", "--hide-inclusion-graph"])
            .args(checks);
        command
    };
    step.follow(&mut deny(&["licenses", "bans", "sources"]))?;
    let fetched = step.follow(Command::new(&program).current_dir(workspace::root()).args(["fetch", "db"]));
    match fetched {
        Ok(()) => {
            step.follow(deny(&["advisories"]).arg("--disable-fetch"))?;
            Ok("licences, bans, sources, advisories".to_owned())
        }
        Err(error) if error.is::<process::Interrupted>() => Err(error),
        Err(_) => {
            Ok("licences, bans, sources; NOT the advisories: their database can't be reached".to_owned())
        }
    }
}
